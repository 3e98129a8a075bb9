package dev.moorage.http;

import dev.moorage.application.port.in.blob.BlobContent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What is below a request, and what servlets do not say of it. */
public interface ClientConnection {
    /** Ends it at once, from any thread: what was sent of the answer stays visibly incomplete. */
    void close(HttpServletRequest request);

    /** Whether the client of the request is still there to take its answer. Cheap, and asked from any thread. */
    BooleanSupplier presence(HttpServletRequest request);

    /** The body of the request, which is read in no other way then. */
    BodyChunks body(HttpServletRequest request);

    /**
     * Lets more of a body be on its way at once: it is an upload that is let in, and is read now. Until then HTTP/2 receives only
     * as much of it ahead as costs little.
     *
     * @param expected how many bytes may come, at most
     */
    void widen(HttpServletRequest request, long expected);

    /**
     * Whether {@link #transfer} can send to this client: not where bytes are encrypted, or go in frames.
     */
    boolean isTransferable(HttpServletRequest request);

    /**
     * Sends the next bytes of a body from storage to the socket by themselves, as many as it takes now. A head with the body's
     * length, and some of the body, must have been written before.
     *
     * @param most how many at most; positive
     * @return how many were sent; 0 when the socket is full
     */
    long transfer(HttpServletRequest request, ServletOutputStream out, BlobContent content, long most)
            throws IOException;

    /** How many bytes of the answer's body have gone to the client, whatever its head says. */
    long sent(HttpServletRequest request);

    /** Whether the connection has ended, so that an answer that has not begun reaches nothing. */
    boolean isGone(HttpServletRequest request);
}
