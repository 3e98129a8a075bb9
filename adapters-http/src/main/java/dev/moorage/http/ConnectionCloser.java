package dev.moorage.http;

import jakarta.servlet.http.HttpServletRequest;

/** Ends the connection of a request at once, from any thread: what was sent of its answer stays visibly incomplete. */
public interface ConnectionCloser {
    void close(HttpServletRequest request);
}
