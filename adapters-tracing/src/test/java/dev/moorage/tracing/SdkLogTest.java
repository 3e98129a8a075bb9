package dev.moorage.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Lines of the SDK, as the log of the registry gets them. */
class SdkLogTest {
    private final List<String> lines = new ArrayList<>();
    private long now;

    @Test
    void aClassOfTheSdkHasOneLineInFiveMinutes() {
        Logger source = Logger.getLogger("io.opentelemetry.test");
        Logger exporter = Logger.getLogger("io.opentelemetry.test.HttpExporter");
        SdkLog log = SdkLog.install(
                source, () -> now, (name, leftOut, text) -> lines.add(name + " " + leftOut + " " + text));
        try {
            for (int second = 0; second < 600; second += 5) {
                now = Duration.ofSeconds(second).toNanos();
                exporter.log(Level.WARNING, "Failed to export spans: {0}", "connection refused");
                exporter.log(Level.INFO, "nothing of interest");
            }
            Logger.getLogger("io.opentelemetry.test.Other")
                    .log(Level.SEVERE, "Something else.", new ConnectException("refused"));
        } finally {
            log.close();
        }
        exporter.log(Level.OFF, "after the end");
        assertThat(lines)
                .containsExactly(
                        "HttpExporter 0 Failed to export spans: connection refused",
                        "HttpExporter 59 Failed to export spans: connection refused",
                        "Other 0 Something else. java.net.ConnectException: refused");
    }
}
