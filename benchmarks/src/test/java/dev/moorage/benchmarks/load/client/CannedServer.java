package dev.moorage.benchmarks.load.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A server for one connection. It answers every request with a fixed text, and keeps the bytes of the requests. */
final class CannedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final CompletableFuture<byte[]> asked;

    CannedServer(String answer) throws IOException {
        this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.asked = CompletableFuture.supplyAsync(() -> serve(answer));
    }

    private byte[] serve(String answer) {
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        try (Socket socket = listening.accept()) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().transferTo(asked);
            return asked.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Endpoint endpoint() {
        return Endpoint.of((InetSocketAddress) listening.getLocalSocketAddress());
    }

    /** Returns all bytes received until the client closed the connection. */
    String asked() {
        return new String(asked.join(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
