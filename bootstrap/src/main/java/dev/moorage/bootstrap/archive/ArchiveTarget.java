package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an archive is written: a folder, a tar file, or a stream. A folder or file appears under its name when it is complete. Before
 * that, it has {@code .part} after its name.
 */
public record ArchiveTarget(Path path, Kind kind) {
    private static final int BUFFER = 1 << 20;

    /** The forms of an archive. */
    public enum Kind {
        FOLDER,
        TAR,
        STREAM
    }

    /** Writes all files of an archive. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(ArchiveSink sink) throws IOException;
    }

    /** Returns the target of an argument: {@code -}, a name that ends in {@code .tar}, or a folder. */
    public static ArchiveTarget of(String argument) {
        if (argument.equals("-")) {
            return new ArchiveTarget(Path.of(""), Kind.STREAM);
        }
        return new ArchiveTarget(
                Path.of(argument).toAbsolutePath(), argument.endsWith(".tar") ? Kind.TAR : Kind.FOLDER);
    }

    /**
     * Writes the archive.
     *
     * @param stream receives the archive if it is a stream. It is not closed
     * @return the SHA-256 of a tar archive, {@code sha256:<hex>}. Empty for a folder
     * @throws IOException something of this name exists, or the archive cannot be written. Nothing of it is left
     */
    public Optional<String> write(OutputStream stream, Writer writer) throws IOException {
        if (kind == Kind.STREAM) {
            return Optional.of(tar(stream, writer));
        }
        if (Files.exists(path)) {
            throw new ArchiveException(path + " exists already");
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            remove(part);
            Optional<String> digest = part(part, writer);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            return digest;
        } catch (IOException e) {
            remove(part);
            throw e;
        }
    }

    private Optional<String> part(Path part, Writer writer) throws IOException {
        if (kind == Kind.FOLDER) {
            Files.createDirectory(part);
            writer.writeTo(new FolderSink(part));
            return Optional.empty();
        }
        try (OutputStream out = Files.newOutputStream(part)) {
            return Optional.of(tar(out, writer));
        }
    }

    private static String tar(OutputStream out, Writer writer) throws IOException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            TarSink sink = new TarSink(new BufferedOutputStream(new DigestOutputStream(out, hash), BUFFER));
            writer.writeTo(sink);
            sink.finish();
            return "sha256:" + HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    private static void remove(Path part) throws IOException {
        if (Files.exists(part)) {
            try (Stream<Path> below = Files.walk(part)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
