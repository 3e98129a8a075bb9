package dev.moorage.tracing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Takes what the SDK logs with {@code java.util.logging} into the log of the registry. A class of the SDK has one line in five
 * minutes: while a collector cannot be reached, every batch of spans fails.
 */
final class SdkLog extends Handler {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SdkLog.class);
    private static final long PAUSE = Duration.ofMinutes(5).toNanos();

    private final Logger source;
    private final LongSupplier nanos;
    private final Destination destination;
    private final SimpleFormatter text = new SimpleFormatter();
    private final Map<String, Lines> lines = new ConcurrentHashMap<>();

    /** Takes a line that is not left out. */
    interface Destination {
        /**
         * Takes a line.
         *
         * @param source the class of the SDK
         * @param leftOut the number of its lines that were left out since the one before
         */
        void take(String source, long leftOut, String text);
    }

    private SdkLog(Logger source, LongSupplier nanos, Destination destination) {
        this.source = source;
        this.nanos = nanos;
        this.destination = destination;
    }

    /** Takes the lines of the SDK from now on. */
    static SdkLog install() {
        return install(
                Logger.getLogger("io.opentelemetry"),
                System::nanoTime,
                (source, leftOut, text) -> LOG.atWarn()
                        .addKeyValue("source", source)
                        .addKeyValue("leftOut", leftOut)
                        .log(text));
    }

    static SdkLog install(Logger source, LongSupplier nanos, Destination destination) {
        SdkLog log = new SdkLog(source, nanos, destination);
        log.setLevel(Level.WARNING);
        source.setUseParentHandlers(false);
        source.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        String logger = String.valueOf(line.getLoggerName());
        long leftOut = lines.computeIfAbsent(logger, _ -> new Lines()).leftOut(nanos.getAsLong());
        if (leftOut >= 0) {
            destination.take(logger.substring(logger.lastIndexOf('.') + 1), leftOut, text(line));
        }
    }

    /** The reason, such as a refused connection, is not a part of the message. */
    private String text(LogRecord line) {
        String message = text.formatMessage(line);
        return line.getThrown() == null ? message : message + " " + line.getThrown();
    }

    /** The lines of one class of the SDK. */
    private static final class Lines {
        private boolean isFirst = true;
        private long last;
        private long leftOut;

        /** Returns the number of lines that were left out before this one, or -1 if this one is left out. */
        synchronized long leftOut(long now) {
            if (!isFirst && now - last < PAUSE) {
                leftOut++;
                return -1;
            }
            long before = leftOut;
            isFirst = false;
            last = now;
            leftOut = 0;
            return before;
        }
    }

    @Override
    public void flush() {
        // The log of the registry keeps nothing back.
    }

    @Override
    public void close() {
        source.removeHandler(this);
        source.setUseParentHandlers(true);
    }
}
