package dev.moorage.application.port.out.trace;

import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.storage.spi.StorageInterceptor;

/** Makes spans of requests, and of what is done for them. */
public interface Tracing extends AutoCloseable {
    /** Begins the span of a request. */
    RequestSpan begin(RequestHead head);

    /** Returns the interceptor that makes a span of each call to storage which {@link RequestSpan#CURRENT} causes. */
    StorageInterceptor storage();

    /** Returns the listener that adds what happens to an upload to {@link RequestSpan#CURRENT}. */
    EventListener listener();

    /** Sends the spans that wait, for five seconds at most. No span begins after it. */
    @Override
    void close();
}
