package dev.moorage.bootstrap.logging;

import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.http.log.AccessLog;
import java.time.InstantSource;

/** Chooses the access log that is configured. */
public final class AccessLogFormats {
    /** The name of the logger of all formats. */
    public static final String LOGGER = "dev.moorage.access";

    private AccessLogFormats() {}

    /** Returns how lines of JSON name their fields. */
    public static JsonShape shape(LogConfig.Formatter formatter) {
        return formatter == LogConfig.Formatter.LOGSTASH ? JsonShape.LOGSTASH : JsonShape.PLAIN;
    }

    /** Returns the access log of a configuration. */
    public static AccessLog of(LogConfig log, InstantSource clock) {
        if (!log.access()) {
            return AccessLog.NONE;
        }
        return switch (log.accessFormat()) {
            case TEXT -> new TextAccessLog();
            case COMBINED -> new CombinedAccessLog(clock);
            case JSON -> new JsonAccessLog(shape(log.formatter()), clock);
        };
    }
}
