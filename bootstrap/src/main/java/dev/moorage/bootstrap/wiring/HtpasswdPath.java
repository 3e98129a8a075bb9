package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.access.KeyFilePath;
import dev.moorage.identity.htpasswd.HtpasswdSource;
import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An htpasswd file on disk. */
record HtpasswdPath(Path path) implements HtpasswdSource {
    @Override
    public FileStamp stamp() throws IOException {
        return KeyFilePath.stamp(path);
    }

    @Override
    public List<String> lines() throws IOException {
        // Lenient: one user's name in another charset must not lock out all others.
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
