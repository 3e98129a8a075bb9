package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files of an archive into a folder. */
public record FolderSink(Path folder) implements ArchiveSink {
    @Override
    public void write(String name, long size, Content content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            SizedOutput sized = new SizedOutput(out, name, size);
            content.to(sized);
            sized.requireEnd();
        }
    }
}
