package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an archive that is a folder. Symbolic links are not followed, as if they were not there. */
public record FolderSource(Path folder) implements ArchiveSource {
    @Override
    public Optional<ArchiveSource.File> find(String name) throws IOException {
        Path path = folder;
        for (String component : name.split("/", -1)) {
            path = path.resolve(component);
            if (component.isEmpty() || component.equals("..") || Files.isSymbolicLink(path)) {
                return Optional.empty();
            }
        }
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(new StoredFile(path, Files.size(path)))
                : Optional.empty();
    }

    private record StoredFile(Path path, long size) implements ArchiveSource.File {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
