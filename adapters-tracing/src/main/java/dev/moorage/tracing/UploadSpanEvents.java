package dev.moorage.tracing;

import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.trace.RequestSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Adds what happens to an upload to the span of its request. */
final class UploadSpanEvents implements EventListener {
    private static final Set<EventKind> WANTED = EnumSet.of(
            EventKind.UPLOAD_STARTED, EventKind.UPLOAD_RESUMED, EventKind.UPLOAD_FENCED, EventKind.UPLOAD_REHASHED);

    @Override
    public boolean wants(EventKind kind) {
        return WANTED.contains(kind);
    }

    @Override
    public void take(RegistryEvent event) {
        if (RequestSpan.CURRENT.isBound() && RequestSpan.CURRENT.get() instanceof HttpSpan request) {
            add(event, request.span());
        }
    }

    private static void add(RegistryEvent event, Span span) {
        switch (event) {
            case UploadEvent.Started started ->
                span.setAttribute(SpanAttributes.UPLOAD, started.upload().toString());
            case UploadEvent.Resumed resumed ->
                span.addEvent(
                        "resumed",
                        Attributes.of(
                                SpanAttributes.OFFSET, resumed.offset(), SpanAttributes.PLACE, word(resumed.from())));
            case UploadEvent.Fenced fenced ->
                span.addEvent("fenced", Attributes.of(SpanAttributes.PLACE, word(fenced.by())));
            case UploadEvent.Rehashed rehashed ->
                span.addEvent("rehashed", Attributes.of(SpanAttributes.REHASHED, rehashed.bytes()));
            default -> throw new IllegalArgumentException("an event that is not wanted: " + event.kind());
        }
    }

    private static String word(UploadEvent.Place place) {
        return place.name().toLowerCase(Locale.ROOT);
    }
}
