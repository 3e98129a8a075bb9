package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * Writes log lines as text or JSON. Data of clients and stores cannot imitate other lines or fields: every field is escaped,
 * and a long one is cut with a mark. Callers log values as they received them.
 */
public final class BoundedEncoder extends EncoderBase<ILoggingEvent> {
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg %kvp%n";

    private final EncoderBase<ILoggingEvent> lines;
    private final boolean json;

    private BoundedEncoder(EncoderBase<ILoggingEvent> lines, boolean json) {
        this.lines = lines;
        this.json = json;
    }

    /** Returns an encoder of lines for people: time, level, logger, message, {@code key="value"}. */
    public static BoundedEncoder text(Context context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(LINE);
        encoder.setCharset(StandardCharsets.UTF_8);
        return started(encoder, false, context);
    }

    /** Returns an encoder of JSON lines. */
    public static BoundedEncoder json(Context context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        return started(encoder, true, context);
    }

    private static BoundedEncoder started(EncoderBase<ILoggingEvent> lines, boolean json, Context context) {
        lines.setContext(context);
        lines.start();
        BoundedEncoder encoder = new BoundedEncoder(lines, json);
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
        if (!json) {
            return lines.encode(new BoundedEvent(event, PrintableText::escaped));
        }
        byte[] encoded = lines.encode(new BoundedEvent(event, PrintableText::cut));
        String line = new String(encoded, StandardCharsets.UTF_8).stripTrailing();
        return (PrintableText.escapedJson(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
