package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A log event whose message and fields are each escaped and cut before they are written. */
final class BoundedEvent implements ILoggingEvent {
    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_FIELD = 1024;
    private static final int MAX_ARGUMENTS = 16;

    private final ILoggingEvent event;
    private final LineFields fields;

    /** @param fields what the line has in addition to the event */
    BoundedEvent(ILoggingEvent event, LineFields fields) {
        this.event = event;
        this.fields = fields;
    }

    private static String field(String value) {
        return PrintableText.escaped(value, MAX_FIELD);
    }

    private static String message(String value) {
        return PrintableText.escaped(value, MAX_MESSAGE);
    }

    @Override
    public String getThreadName() {
        return field(event.getThreadName());
    }

    @Override
    public String getMessage() {
        return message(String.valueOf(event.getMessage()));
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        Object[] arguments = event.getArgumentArray();
        return arguments == null
                ? null
                : Arrays.stream(arguments)
                        .limit(MAX_ARGUMENTS)
                        .map(argument -> field(String.valueOf(argument)))
                        .toArray();
    }

    @Override
    public String getFormattedMessage() {
        return message(String.valueOf(event.getFormattedMessage()));
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        IThrowableProxy throwable = event.getThrowableProxy();
        return throwable == null ? null : new BoundedThrowable(throwable, BoundedEvent::field);
    }

    /** Returns the caller's place in the code unchanged, since it holds no data from outside. */
    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        Map<String, String> fields = new LinkedHashMap<>();
        event.getMDCPropertyMap().forEach((key, value) -> fields.put(field(key), field(value)));
        return fields;
    }

    // Deprecated in favour of getMDCPropertyMap, but still abstract.
    @Override
    @SuppressWarnings("deprecation")
    public Map<String, String> getMdc() {
        return getMDCPropertyMap();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public List<KeyValuePair> getKeyValuePairs() {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return fields.after(pairs == null ? List.of() : pairs).stream()
                .map(pair -> new KeyValuePair(pair.key, field(String.valueOf(pair.value))))
                .toList();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
