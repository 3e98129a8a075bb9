package dev.moorage.tracing;

import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagingFencedException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.IOException;

/**
 * Makes a span of each call to storage that a request causes. What the registry does by itself, such as a collection of garbage,
 * makes none.
 */
final class StorageSpans implements StorageInterceptor {
    private final Tracer tracer;
    private final String driver;

    /** @param driver the driver's name in the configuration */
    StorageSpans(Tracer tracer, String driver) {
        this.tracer = tracer;
        this.driver = driver;
    }

    @Override
    public <T> T around(StorageCall call, ObjectKey key, Proceed<T> proceed) throws IOException {
        if (!RequestSpan.CURRENT.isBound() || !(RequestSpan.CURRENT.get() instanceof HttpSpan request)) {
            return proceed.call();
        }
        Span span = tracer.spanBuilder("storage " + call.method())
                .setParent(Context.root().with(request.span()))
                .setAttribute(SpanAttributes.DRIVER, driver)
                .setAttribute(SpanAttributes.KEY, key.value())
                .startSpan();
        try {
            return proceed.call();
        } catch (IOException | RuntimeException | Error failure) {
            span.setAttribute(SpanAttributes.ERROR, failure.getClass().getName());
            if (!isOfAnotherRequest(failure)) {
                span.setStatus(StatusCode.ERROR);
            }
            throw failure;
        } finally {
            span.end();
        }
    }

    /** Whether another request was first, which is no failure of the storage. */
    private static boolean isOfAnotherRequest(Throwable failure) {
        return failure instanceof ConditionFailedException || failure instanceof StagingFencedException;
    }
}
