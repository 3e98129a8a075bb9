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
 * The folders of a contender during a scenario.
 *
 * @param folder holds the configuration and the log
 * @param data holds the stored content, in Distribution's layout
 * @param tls the certificate of a server that speaks TLS, or empty for a server in the clear
 */
public record Site(Path folder, Path data, Optional<SelfSigned> tls) {
    private static final int LOG_END = 4000;
    private static final String BLOBS = "docker/registry/v2/blobs";

    /** Creates the folders of a site in the given folder. */
    public static Site in(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        return new Site(Files.createDirectories(folder), data, Optional.empty());
    }

    /** Returns this site with TLS. */
    public Site over(SelfSigned certificate) {
        return new Site(folder, data, Optional.of(certificate));
    }

    /** Returns a site with a folder of its own and the data of this one. */
    public Site sharing(Path itsFolder) throws IOException {
        return new Site(Files.createDirectories(itsFolder), data, tls);
    }

    /** The folder of the blobs in the layout. */
    Path blobs() {
        return data.resolve(BLOBS);
    }

    Path log() {
        return folder.resolve("log");
    }

    /** The end of the server's output. */
    public String logEnd() throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        String text = Files.readString(log());
        return text.substring(Math.max(0, text.length() - LOG_END));
    }

    /** Returns an address of 127.0.0.1 with a port that is free now. */
    static InetSocketAddress freeAddress() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new InetSocketAddress(loopback, socket.getLocalPort());
        }
    }

    /**
     * Deletes the files of all blobs while the server runs. The blobs must not be requested again. Directories are kept, and
     * so is everything that is not a blob.
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
