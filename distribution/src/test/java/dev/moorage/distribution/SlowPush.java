package dev.moorage.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A PUT that stops in the middle of its body until the test releases it. The server reads its body once it exists. */
final class SlowPush implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;
    private final byte[] body;

    SlowPush(String address, String path, byte[] body) throws IOException {
        int colon = address.indexOf(':');
        this.socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        this.body = body;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String head = "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                .formatted(path, address, body.length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        if (status() != 100 || !answers.readLine().isEmpty()) {
            throw new IOException("the server does not want the body");
        }
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
        return Integer.parseInt(answers.readLine().split(" ", -1)[1]);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
