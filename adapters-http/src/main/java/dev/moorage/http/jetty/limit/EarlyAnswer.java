package dev.moorage.http.jetty.limit;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.HttpStream;

/**
 * An HTTP/2 stream whose request is answered before all of its body has come. The stream is then reset with
 * {@code NO_ERROR}: the client keeps the response and stops sending (RFC 9113, section 8.1).
 */
final class EarlyAnswer extends HttpStream.Wrapper {
    private final BooleanSupplier ended;

    /** @param ended whether the body was left unread although nothing has failed */
    EarlyAnswer(HttpStream stream, BooleanSupplier ended) {
        super(stream);
        this.ended = ended;
    }

    @Override
    public void succeeded() {
        if (ended.getAsBoolean()) {
            super.failed(CONTENT_NOT_CONSUMED);
        } else {
            super.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        super.failed(isUnconsumed(failure) ? CONTENT_NOT_CONSUMED : failure);
    }

    // Compared by identity: it must be this constant, and not another failure with the same text.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnconsumed(Throwable failure) {
        return failure == CONTENT_NOT_CONSUMED || failure.getCause() == CONTENT_NOT_CONSUMED;
    }
}
