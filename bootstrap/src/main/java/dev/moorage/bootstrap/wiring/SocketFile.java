package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.section.ListenConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of the Unix domain socket that {@code http.net: unix} listens on. */
final class SocketFile implements AutoCloseable {
    private final ListenConfig.Socket configuration;

    private SocketFile(ListenConfig.Socket configuration) {
        this.configuration = configuration;
    }

    /**
     * Removes the socket file of a server that has ended.
     *
     * @throws IOException when another server listens there, or the file is no socket
     */
    static SocketFile prepare(ListenConfig.Socket configuration) throws IOException {
        Path path = configuration.path();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException("http.addr: " + path + " is there, and is no socket; name another path");
            }
            if (isListenedOn(path)) {
                throw new IOException("http.addr: another server listens on " + path);
            }
            Files.delete(path);
        }
        return new SocketFile(configuration);
    }

    private static boolean isListenedOn(Path path) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException _) {
            return false;
        }
    }

    /** Sets the permissions of {@code http.socketmode}, once the socket file exists. */
    void permit() throws IOException {
        Files.setPosixFilePermissions(configuration.path(), configuration.mode());
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(configuration.path());
    }
}
