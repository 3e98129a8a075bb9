package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Writes log events as lines of JSON, with the names of Distribution: {@code time}, {@code level}, {@code msg}, {@code error},
 * and the fields of the event. Data of clients and stores stays within its field.
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {
    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_STACK = 64 << 10;
    private static final int MAX_FIELD = 1024;
    private static final byte[] NOTHING = {};

    private final JsonShape shape;
    private final LineFields fields;

    private JsonLogEncoder(JsonShape shape, LineFields fields) {
        this.shape = shape;
        this.fields = fields;
    }

    /** Returns an encoder that can be used. */
    public static JsonLogEncoder started(Context context, JsonShape shape, LineFields fields) {
        JsonLogEncoder encoder = new JsonLogEncoder(shape, fields);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonLine line = shape.begin(
                Instant.ofEpochMilli(event.getTimeStamp()),
                level(event.getLevel()),
                String.valueOf(event.getFormattedMessage()),
                MAX_MESSAGE);
        line.text("logger", event.getLoggerName());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> line.value(pair.key, pair.value));
        }
        IThrowableProxy throwable = event.getThrowableProxy();
        if (throwable != null) {
            IThrowableProxy bounded = new BoundedThrowable(throwable, text -> PrintableText.escaped(text, MAX_FIELD));
            line.text("error", throwable.getClassName() + ": " + throwable.getMessage());
            line.text("stack", ThrowableProxyUtil.asString(bounded), MAX_STACK);
        }
        fields.addTo(line);
        return line.bytes();
    }

    private static String level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "error";
            case Level.WARN_INT -> "warning";
            case Level.INFO_INT -> "info";
            default -> "debug";
        };
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
