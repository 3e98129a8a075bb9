package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * Writes log lines for people: time, level, logger, message, {@code key="value"}. Data of clients and stores cannot imitate other
 * lines or fields: every field is escaped, and a long one is cut with a mark. Callers log values as they received them.
 */
public final class BoundedEncoder extends EncoderBase<ILoggingEvent> {
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg %kvp%n";

    private final PatternLayoutEncoder lines;
    private final LineFields fields;

    private BoundedEncoder(PatternLayoutEncoder lines, LineFields fields) {
        this.lines = lines;
        this.fields = fields;
    }

    /** Returns an encoder that can be used. */
    public static BoundedEncoder started(Context context, LineFields fields) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setPattern(LINE);
        lines.setCharset(StandardCharsets.UTF_8);
        lines.setContext(context);
        lines.start();
        BoundedEncoder encoder = new BoundedEncoder(lines, fields);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    @Override
    public byte[] headerBytes() {
        return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return lines.encode(new BoundedEvent(event, fields));
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
