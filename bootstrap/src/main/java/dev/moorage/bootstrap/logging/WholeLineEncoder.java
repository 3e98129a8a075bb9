package dev.moorage.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes messages that are lines already. What makes the lines has escaped them. */
public final class WholeLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final Optional<LineFields> fields;

    private WholeLineEncoder(Optional<LineFields> fields) {
        this.fields = fields;
    }

    /** Returns an encoder of lines of any form. */
    public static WholeLineEncoder plain(Context context) {
        return started(new WholeLineEncoder(Optional.empty()), context);
    }

    /** Returns an encoder of lines of JSON, to which fields are added. */
    public static WholeLineEncoder json(Context context, LineFields fields) {
        return started(new WholeLineEncoder(Optional.of(fields)), context);
    }

    private static WholeLineEncoder started(WholeLineEncoder encoder, Context context) {
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
        if (fields.isEmpty()) {
            return (event.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        }
        JsonLine line = new JsonLine(event.getMessage());
        fields.get().addTo(line);
        return line.bytes();
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
