package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A log event whose message and fields are each escaped and cut before they are written. */
final class BoundedEvent implements ILoggingEvent {
    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_FIELD = 1024;
    private static final int MAX_ARGUMENTS = 16;

    private final ILoggingEvent event;
    private final BiFunction<String, Integer, String> text;

    /**
     * @param text escapes a text and cuts it to a number of characters
     */
    BoundedEvent(ILoggingEvent event, BiFunction<String, Integer, String> text) {
        this.event = event;
        this.text = text;
    }

    private String field(String value) {
        return text.apply(value, MAX_FIELD);
    }

    @Override
    public String getThreadName() {
        return field(event.getThreadName());
    }

    @Override
    public String getMessage() {
        return text.apply(String.valueOf(event.getMessage()), MAX_MESSAGE);
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
        return text.apply(String.valueOf(event.getFormattedMessage()), MAX_MESSAGE);
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
        return throwable == null ? null : new BoundedThrowable(throwable, this::field);
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
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? null
                : pairs.stream()
                        .map(pair -> new KeyValuePair(pair.key, field(String.valueOf(pair.value))))
                        .toList();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
