package dev.moorage.tracing;

import dev.moorage.application.port.out.trace.RequestSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * The span of a request.
 *
 * @param method the method in the span's name
 */
record HttpSpan(Span span, String method) implements RequestSpan {
    private static final int CLIENT_GONE = 499;
    private static final int SERVER_ERROR = 500;

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public String spanId() {
        return span.getSpanContext().getSpanId();
    }

    @Override
    public void end(Result result) {
        if (span.isRecording()) {
            result.route()
                    .ifPresent(
                            route -> span.updateName(method + " " + route).setAttribute(SpanAttributes.ROUTE, route));
            result.repository().ifPresent(name -> span.setAttribute(SpanAttributes.REPOSITORY, name));
            result.upload().ifPresent(id -> span.setAttribute(SpanAttributes.UPLOAD, id));
            span.setAttribute(SpanAttributes.STATUS, (long) result.status());
            span.setAttribute(SpanAttributes.RECEIVED, result.received());
            span.setAttribute(SpanAttributes.SENT, result.sent());
            if (result.status() >= SERVER_ERROR || result.status() == CLIENT_GONE) {
                span.setAttribute(SpanAttributes.ERROR, Integer.toString(result.status()));
            }
            if (result.status() >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
