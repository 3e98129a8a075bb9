package dev.moorage.http.exchange;

import dev.moorage.application.port.in.blob.BlobContent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The connection below a request, with the operations that the servlet API does not offer. */
public interface ClientConnection {
    /** Ends the request's connection at once, from any thread. A response that was sent in part stays visibly incomplete. */
    void close(HttpServletRequest request);

    /**
     * Returns a check whether the client of the request is still connected. The check is cheap, and any thread may call it.
     */
    BooleanSupplier presence(HttpServletRequest request);

    /** Returns the body of the request. After this call the body must not be read in any other way. */
    BodyChunks body(HttpServletRequest request);

    /**
     * Lets the client send more of a body ahead. Called when an upload has been accepted and the server starts to read it.
     * Until then the HTTP/2 receive window is small.
     *
     * @param expected the most bytes that may come
     */
    void widen(HttpServletRequest request, long expected);

    /**
     * Returns a way to send a body from storage to the socket without a copy. A head with the length of the body, and some of
     * the body, must have been written before it is used.
     *
     * @param out the stream of the response
     * @return empty where bytes are encrypted or go in HTTP/2 frames
     */
    Optional<DirectBody> direct(HttpServletRequest request, ServletOutputStream out, BlobContent.Transfer content);

    /** The way of a body past this process's memory. */
    @FunctionalInterface
    interface DirectBody {
        /**
         * Sends the next bytes, as many as the socket takes now.
         *
         * @param most the most bytes to send, at least 1
         * @return the number of bytes sent, or 0 when the socket is full
         */
        long send(long most) throws IOException;
    }

    /** The number of bytes of the response body that have been sent to the client, whatever its head announces. */
    long sent(HttpServletRequest request);

    /** Whether the connection has ended, so that a response that has not begun cannot be sent any more. */
    boolean isGone(HttpServletRequest request);
}
