package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An archive that is read: a folder, a tar file, or a stream, of which a copy is in a temporary file until it is closed. */
public final class OpenArchive implements AutoCloseable {
    private final ArchiveSource source;
    private final @Nullable TarSource tar;
    private final Optional<Path> copy;

    private OpenArchive(ArchiveSource source, @Nullable TarSource tar, Optional<Path> copy) {
        this.source = source;
        this.tar = tar;
        this.copy = copy;
    }

    /**
     * Opens the archive of an argument: {@code -}, a folder, or a tar file.
     *
     * @param stream has the archive if the argument is {@code -}
     * @throws IOException it cannot be read
     */
    public static OpenArchive open(String argument, InputStream stream) throws IOException {
        if (argument.equals("-")) {
            Path copy = Files.createTempFile("moorage-import", ".tar");
            try {
                Files.copy(stream, copy, StandardCopyOption.REPLACE_EXISTING);
                TarSource tar = TarSource.open(copy);
                return new OpenArchive(tar, tar, Optional.of(copy));
            } catch (IOException e) {
                Files.deleteIfExists(copy);
                throw e;
            }
        }
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            return new OpenArchive(new FolderSource(path), null, Optional.empty());
        }
        if (!Files.exists(path)) {
            throw new ArchiveException("there is no " + path);
        }
        TarSource tar = TarSource.open(path);
        return new OpenArchive(tar, tar, Optional.empty());
    }

    /** Returns the files of the archive. */
    public ArchiveSource source() {
        return source;
    }

    @Override
    public void close() throws IOException {
        if (tar != null) {
            tar.close();
        }
        if (copy.isPresent()) {
            Files.deleteIfExists(copy.get());
        }
    }
}
