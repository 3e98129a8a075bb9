package dev.moorage.bootstrap.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.logging.BoundedEncoder;
import dev.moorage.bootstrap.section.LogConfig;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Configures the log: text or JSON, on standard error. */
public final class Logging {
    private Logging() {}

    /** Applies the settings at once. */
    public static void configure(LogConfig log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(log.json() ? BoundedEncoder.json(context) : BoundedEncoder.text(context));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("dev.moorage").setLevel(Level.toLevel(log.level()));
        // The library logs each failed attempt as an error, and warns of the Content-Length of each request. The driver
        // logs
        // what an operator needs.
        context.getLogger("com.azure").setLevel(Level.OFF);
        audit(context);
        if (!log.access()) {
            context.getLogger("dev.moorage.access").setLevel(Level.OFF);
        }
    }

    /** Lines of the audit log are JSON, whatever the format and the level of other lines are. */
    private static void audit(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger audit = context.getLogger(AuditLog.LOGGER);
        audit.setLevel(Level.INFO);
        audit.setAdditive(false);
        audit.addAppender(appender);
    }
}
