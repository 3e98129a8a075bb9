package dev.moorage.bootstrap.logging;

import java.time.Instant;

/** How a line of JSON names its time and its message. */
public enum JsonShape {
    /** As {@code log.formatter: json} of Distribution. */
    PLAIN,
    /** As {@code log.formatter: logstash}. */
    LOGSTASH;

    JsonLine begin(Instant time, String level, String message, int maxLength) {
        JsonLine line = new JsonLine();
        if (this == LOGSTASH) {
            line.text("@timestamp", time.toString()).text("@version", "1").text("message", message, maxLength);
        } else {
            line.text("time", time.toString()).text("msg", message, maxLength);
        }
        return line.text("level", level);
    }
}
