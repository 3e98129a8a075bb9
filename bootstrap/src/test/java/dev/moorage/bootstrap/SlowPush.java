package dev.moorage.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A PUT that stops in the middle of its body until it is told to go on. */
final class SlowPush implements AutoCloseable {
    private final Socket socket;
    private final byte[] body;

    SlowPush(String address, String path, byte[] body) throws IOException {
        int colon = address.indexOf(':');
        this.socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        this.body = body;
        String head = "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n".formatted(path, address, body.length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    void sendHalf() throws IOException {
        socket.getOutputStream().write(body, 0, body.length / 2);
        socket.getOutputStream().flush();
    }

    /** Sends the rest, and gives the answer's status. */
    int sendRest() throws IOException {
        socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
        socket.getOutputStream().flush();
        return status();
    }

    /** The status of the answer. */
    int status() throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return Integer.parseInt(reader.readLine().split(" ", -1)[1]);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
