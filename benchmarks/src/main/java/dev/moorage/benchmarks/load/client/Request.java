package dev.moorage.benchmarks.load.client;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP request.
 *
 * @param target the path and the query, as they are sent
 * @param fields further field lines, each with its line end
 */
record Request(String method, String target, String fields, Body body) {
    static final String OCTET_STREAM = "Content-Type: application/octet-stream\r\n";

    static Request of(String method, String target) {
        return new Request(method, target, "", new Body.None());
    }

    /** Whether the answer has no body, whatever its head announces. */
    boolean isHead() {
        return method.equals("HEAD");
    }

    private boolean isRead() {
        return isHead() || method.equals("GET");
    }

    byte[] head(Endpoint endpoint) {
        String framing = isRead() ? "" : body.framing();
        return (method + " " + target + " HTTP/1.1\r\nHost: " + endpoint.host() + "\r\n" + endpoint.fields() + fields
                        + framing + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
