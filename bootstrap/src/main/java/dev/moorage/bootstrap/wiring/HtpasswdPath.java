package dev.moorage.bootstrap.wiring;

import dev.moorage.identity.htpasswd.HtpasswdSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** An htpasswd file on disk. */
record HtpasswdPath(Path path) implements HtpasswdSource {
    @Override
    public String stamp() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.fileKey() + "-" + attributes.size() + "-" + attributes.lastModifiedTime();
    }

    @Override
    public List<String> lines() throws IOException {
        // Lenient: one user's name in another charset must not lock out all others.
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
