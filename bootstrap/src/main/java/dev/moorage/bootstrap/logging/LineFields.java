package dev.moorage.bootstrap.logging;

import dev.moorage.http.log.RequestContext;
import dev.moorage.http.log.TraceParent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * Fields that every line has: those of {@code log.fields}, and in a line of a request the request's identifiers. The names are
 * Distribution's.
 */
public final class LineFields {
    /** The name of the identifier of a request. */
    private static final String REQUEST = "http.request.id";

    private static final String TRACE = "trace_id";
    private static final String SPAN = "span_id";

    /** Names that lines have themselves. A configured field with one of them gets a prefix, as in Distribution. */
    private static final Set<String> TAKEN =
            Set.of("time", "level", "msg", "logger", "@timestamp", "@version", "message");

    private final Map<String, String> configured = new LinkedHashMap<>();

    /** @param configured {@code log.fields} */
    public LineFields(Map<String, String> configured) {
        configured.forEach((name, value) -> this.configured.put(TAKEN.contains(name) ? "fields." + name : name, value));
    }

    /** Adds the fields to a line. */
    void addTo(JsonLine line) {
        if (RequestContext.CURRENT.isBound()) {
            RequestContext request = RequestContext.CURRENT.get();
            line.text(REQUEST, request.id());
            if (request.trace().isPresent()) {
                TraceParent trace = request.trace().get();
                line.text(TRACE, trace.traceId()).text(SPAN, trace.spanId());
            }
        }
        configured.forEach(line::text);
    }

    /** Returns some fields followed by these. */
    List<KeyValuePair> after(List<KeyValuePair> own) {
        List<KeyValuePair> all = new ArrayList<>(own);
        if (RequestContext.CURRENT.isBound()) {
            RequestContext request = RequestContext.CURRENT.get();
            all.add(new KeyValuePair("request", request.id()));
            if (request.trace().isPresent()) {
                all.add(new KeyValuePair(TRACE, request.trace().get().traceId()));
                all.add(new KeyValuePair(SPAN, request.trace().get().spanId()));
            }
        }
        configured.forEach((name, value) -> all.add(new KeyValuePair(name, value)));
        return all;
    }
}
