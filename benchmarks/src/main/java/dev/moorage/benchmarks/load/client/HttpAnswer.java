package dev.moorage.benchmarks.load.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer with its body, which is small. */
record HttpAnswer(Request request, HttpHead head, byte[] body) {
    /**
     * Requires a status.
     *
     * @throws IOException the status is another one. The message contains the request and the answer.
     */
    HttpAnswer require(int status) throws IOException {
        if (head.status() != status) {
            throw new IOException(request.method() + " " + request.target() + " was answered " + head.status()
                    + " and not " + status + ": " + new String(body, StandardCharsets.UTF_8));
        }
        return this;
    }

    /**
     * Returns a field that the answer must have.
     *
     * @throws IOException the answer lacks the field
     */
    String field(String name) throws IOException {
        return head.field(name)
                .orElseThrow(() ->
                        new IOException(request.method() + " " + request.target() + " was answered without " + name));
    }
}
