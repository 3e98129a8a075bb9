package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.access.RecentStamp;
import dev.moorage.identity.htpasswd.HtpasswdSource;
import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An htpasswd file on disk. */
final class HtpasswdPath implements HtpasswdSource {
    private final Path path;
    private final RecentStamp stamp;

    HtpasswdPath(Path path) {
        this.path = path;
        this.stamp = new RecentStamp(path);
    }

    @Override
    public FileStamp stamp() throws IOException {
        return stamp.get();
    }

    @Override
    public List<String> lines() throws IOException {
        // Lenient: one user's name in another charset must not lock out all others.
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
