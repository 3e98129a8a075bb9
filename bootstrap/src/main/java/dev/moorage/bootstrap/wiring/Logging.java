package dev.moorage.bootstrap.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.moorage.bootstrap.logging.AccessLogFormats;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.logging.BoundedEncoder;
import dev.moorage.bootstrap.logging.JsonLogEncoder;
import dev.moorage.bootstrap.logging.LineFields;
import dev.moorage.bootstrap.logging.WholeLineEncoder;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.LogConfig.AccessFormat;
import dev.moorage.bootstrap.section.LogConfig.Formatter;
import org.slf4j.LoggerFactory;

/** Configures the log: text or JSON, on standard error. The combined access log goes to standard output. */
public final class Logging {
    private Logging() {}

    /** Applies the settings at once. */
    public static void configure(LogConfig log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LineFields fields = new LineFields(log.fields());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender("System.err", encoder(log, context, fields), context));
        context.getLogger("dev.moorage").setLevel(Level.toLevel(log.level()));
        // The library logs each failed attempt as an error, and warns of the Content-Length of each request. The driver
        // logs
        // what an operator needs.
        context.getLogger("com.azure").setLevel(Level.OFF);
        // Lines of the audit log are JSON, whatever the format and the level of other lines are.
        own(
                AuditLog.LOGGER,
                Level.INFO,
                appender("System.err", WholeLineEncoder.json(context, fields), context),
                context);
        if (!log.access()) {
            context.getLogger(AccessLogFormats.LOGGER).setLevel(Level.OFF);
        } else if (log.accessFormat() == AccessFormat.COMBINED) {
            // As in Distribution, whatever the level of other lines is.
            own(
                    AccessLogFormats.LOGGER,
                    Level.INFO,
                    appender("System.out", WholeLineEncoder.plain(context), context),
                    context);
        } else if (log.accessFormat() == AccessFormat.JSON) {
            own(
                    AccessLogFormats.LOGGER,
                    Level.toLevel(log.level()),
                    appender("System.err", WholeLineEncoder.json(context, fields), context),
                    context);
        }
    }

    /** Logs the lines of a package, that of a storage driver, at the level of the server's own. */
    public static void include(String packageName, LogConfig log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(packageName).setLevel(Level.toLevel(log.level()));
    }

    private static Encoder<ILoggingEvent> encoder(LogConfig log, LoggerContext context, LineFields fields) {
        return log.formatter() == Formatter.TEXT
                ? BoundedEncoder.started(context, fields)
                : JsonLogEncoder.started(context, AccessLogFormats.shape(log.formatter()), fields);
    }

    /** Gives a logger lines of its own, on an output of its own. */
    private static void own(String name, Level level, Appender<ILoggingEvent> appender, LoggerContext context) {
        Logger logger = context.getLogger(name);
        logger.setLevel(level);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    private static ConsoleAppender<ILoggingEvent> appender(
            String target, Encoder<ILoggingEvent> encoder, LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget(target);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
