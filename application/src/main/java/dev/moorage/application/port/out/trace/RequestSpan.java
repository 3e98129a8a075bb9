package dev.moorage.application.port.out.trace;

import java.util.Objects;
import java.util.Optional;

/** The span of a request. It may be used by several threads. */
public interface RequestSpan {
    /**
     * The span of the request that the current thread works for. It is not bound without tracing, and where the registry does
     * something by itself.
     */
    ScopedValue<RequestSpan> CURRENT = ScopedValue.newInstance();

    /** Returns the identifier of the trace: 32 hexadecimal digits (W3C Trace Context, section 3.2.2.3). */
    String traceId();

    /** Returns the identifier of the span: 16 hexadecimal digits (W3C Trace Context, section 3.2.2.4). */
    String spanId();

    /** Ends the span, after the response. */
    void end(Result result);

    /**
     * Returns work that another thread does for the current request. A thread does not have the span of the thread that has made
     * it.
     */
    static Runnable handedOn(Runnable work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        RequestSpan span = CURRENT.get();
        return () -> ScopedValue.where(CURRENT, span).run(work);
    }

    /**
     * What became of a request.
     *
     * @param route the endpoint with the names of its parameters, or empty for a path that cannot be read
     * @param repository the repository that the path names
     * @param upload the upload that the path names
     * @param status the status of the response (RFC 9110, section 15), or 499 where the client has left before
     * @param received bytes of the request's body
     * @param sent bytes of the response's body
     */
    record Result(
            Optional<String> route,
            Optional<String> repository,
            Optional<String> upload,
            int status,
            long received,
            long sent) {
        public Result {
            Objects.requireNonNull(route);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
        }
    }
}
