package dev.moorage.http;

import jakarta.servlet.http.HttpServletRequest;

/** What is below a request, and what servlets do not say of it. */
public interface ClientConnection {
    /** Ends it at once, from any thread: what was sent of the answer stays visibly incomplete. */
    void close(HttpServletRequest request);

    /** The body of the request, which is read in no other way then. */
    BodyChunks body(HttpServletRequest request);

    /** How many bytes of the answer's body were written, whatever its head says. */
    long sent(HttpServletRequest request);
}
