package dev.moorage.http.jetty;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.HttpStream;

/**
 * A stream of HTTP/2 whose request is answered before all of its body has come. It is reset with {@code NO_ERROR} then, with which a
 * client keeps the answer and stops sending (RFC 9113, section 8.1).
 */
final class EarlyAnswer extends HttpStream.Wrapper {
    private final BooleanSupplier ended;

    /** @param ended whether the body is not read to its end although nothing has failed */
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

    // It is that very constant, and not another failure with the same text.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnconsumed(Throwable failure) {
        return failure == CONTENT_NOT_CONSUMED || failure.getCause() == CONTENT_NOT_CONSUMED;
    }
}
