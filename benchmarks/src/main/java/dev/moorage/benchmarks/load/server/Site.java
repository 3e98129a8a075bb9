package dev.moorage.benchmarks.load.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders of a contender for the time of a scenario.
 *
 * @param folder its configuration and its log
 * @param data what it stores, in Distribution's layout
 * @param tls with what it speaks TLS; empty where it speaks in the clear
 */
public record Site(Path folder, Path data, Optional<SelfSigned> tls) {
    private static final int LOG_END = 4000;
    private static final String BLOBS = "docker/registry/v2/blobs";

    /** Makes the folders below another. */
    public static Site in(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        return new Site(Files.createDirectories(folder), data, Optional.empty());
    }

    /** The same, spoken to over TLS. */
    public Site over(SelfSigned certificate) {
        return new Site(folder, data, Optional.of(certificate));
    }

    /** A site of its own over the same data. */
    public Site sharing(Path itsFolder) throws IOException {
        return new Site(Files.createDirectories(itsFolder), data, tls);
    }

    /** Where the layout's blobs are. */
    Path blobs() {
        return data.resolve(BLOBS);
    }

    Path log() {
        return folder.resolve("log");
    }

    /** The end of what the server has printed. */
    public String logEnd() throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        String text = Files.readString(log());
        return text.substring(Math.max(0, text.length() - LOG_END));
    }

    /** An address that nobody listens on now. */
    static InetSocketAddress freeAddress() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new InetSocketAddress(loopback, socket.getLocalPort());
        }
    }

    /**
     * Deletes the bytes of all blobs, under a server that runs and will not be asked for them again. Directories stay, as
     * does everything that is no blob.
     */
    public void deleteBlobs() throws IOException {
        if (!Files.isDirectory(blobs())) {
            return;
        }
        try (Stream<Path> files = Files.find(
                blobs(), Integer.MAX_VALUE, (Path _, BasicFileAttributes attributes) -> attributes.isRegularFile())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
