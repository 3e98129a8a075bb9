package dev.moorage.storage.fs;

import dev.moorage.storage.spi.config.ConfigKey;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code storage.filesystem}: those of Distribution's configuration and some of Moorage's own.
 */
public record FilesystemConfig(
        @ConfigKey(description = "the folder that holds everything. The default is that of Distribution") @Nullable
        String rootdirectory,

        @ConfigKey(
                description =
                        "accepted for compatibility. Requests run on virtual threads here, so there is nothing to limit")
        @Nullable
        Integer maxthreads,

        @ConfigKey(description = "the mode of folders, in octal digits. The default is what the umask leaves of 0777")
        @Nullable
        String dirmode,

        @ConfigKey(description = "the mode of files, in octal digits. The default is what the umask leaves of 0666")
        @Nullable
        String filemode,

        @ConfigKey(
                description =
                        "whether only the server's user may read locks, temporary files and the state of uploads. The default is true")
        @Nullable
        Boolean privatestate,

        @ConfigKey(
                description =
                        "whether blobs and the folders of repositories may be symbolic links. The default is false")
        @Nullable
        Boolean followlinks) {
    private static final String DISTRIBUTION_DEFAULT = "/var/lib/registry";
    private static final Pattern OCTAL = Pattern.compile("(0o)?[0-7]{3,5}");
    private static final int OWNER_READS_WRITES_ENTERS = 0700;
    private static final int OWNER_READS_WRITES = 0600;
    /**
     * The permission bits, and for folders the bits that pass the group on (setgid) and keep other users from removing names
     * (sticky).
     */
    private static final int FOLDER_BITS = 03777;

    private static final int FILE_BITS = 0666;

    public FilesystemConfig {
        if (rootdirectory == null) {
            rootdirectory = DISTRIBUTION_DEFAULT;
        }
        if (rootdirectory.isBlank()) {
            throw new IllegalArgumentException("rootdirectory is empty");
        }
        mode("dirmode", dirmode, OWNER_READS_WRITES_ENTERS, FOLDER_BITS);
        mode("filemode", filemode, OWNER_READS_WRITES, FILE_BITS);
    }

    FilesystemOptions options() {
        return new FilesystemOptions(
                new FileModes(
                        mode("dirmode", dirmode, OWNER_READS_WRITES_ENTERS, FOLDER_BITS),
                        mode("filemode", filemode, OWNER_READS_WRITES, FILE_BITS),
                        privatestate == null || privatestate),
                followlinks != null && followlinks);
    }

    /**
     * Reads a mode. Some YAML parsers read 0755 as an octal number and return 493. That is refused here, because the digits
     * 493 give the owner too few permissions.
     */
    private static Optional<Integer> mode(String key, @Nullable String text, int needed, int possible) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        if (!OCTAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    key + " is not a mode in octal digits, in quotes, such as \"" + octal(needed | 050) + "\"");
        }
        int mode = Integer.parseInt(text.startsWith("0o") ? text.substring(2) : text, 8);
        if ((mode & needed) != needed) {
            throw new IllegalArgumentException(
                    key + " takes from the server's user what it needs, at least " + octal(needed));
        }
        if ((mode & ~possible) != 0) {
            throw new IllegalArgumentException(key + " has bits that it cannot have, at most " + octal(possible));
        }
        return Optional.of(mode);
    }

    private static String octal(int mode) {
        return "0" + Integer.toOctalString(mode);
    }
}
