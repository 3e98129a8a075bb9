package dev.moorage.bootstrap.access;

import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Groups;
import dev.moorage.identity.keys.KeyFile;
import dev.moorage.identity.keys.KeysUnavailableException;
import dev.moorage.identity.keys.WatchedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rules in a file of their own, read again when the file changes. A changed file that is wrong does not replace the rules of
 * before, and one line of the log says what is wrong with it. While the file cannot be read, the rules allow nothing.
 */
public final class RulesFile implements CurrentRules {
    private static final AccessRules NOTHING = new AccessRules(Groups.NONE, List.of(), List.of());

    private final WatchedFile<AccessRules> file;

    /**
     * Reads the file.
     *
     * @throws IOException the file cannot be read, or holds something else than rules. The message of the latter has a line for
     *     each problem
     */
    public RulesFile(KeyFile file) throws IOException {
        this.file = new WatchedFile<>(file, bytes -> read(file, bytes).rules());
    }

    /**
     * Reads a file once, with its warnings.
     *
     * @throws IOException as of the constructor
     */
    public static AccessRulesReader.Result read(KeyFile file) throws IOException {
        return read(file, file.read());
    }

    private static AccessRulesReader.Result read(KeyFile file, byte[] bytes) throws IOException {
        try {
            return new AccessRulesReader(file.name()).readFile(new String(bytes, StandardCharsets.UTF_8));
        } catch (InvalidRulesException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public AccessRules rules() {
        try {
            return file.current();
        } catch (KeysUnavailableException _) {
            return NOTHING; // The file has logged it.
        }
    }
}
