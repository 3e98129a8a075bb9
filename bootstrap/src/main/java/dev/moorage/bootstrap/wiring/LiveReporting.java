package dev.moorage.bootstrap.wiring;

import dev.moorage.application.service.live.LiveReporter;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the uploads of this server to other replicas. */
final class LiveReporting implements PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(LiveReporting.class);

    private final LiveReporter reporter;
    private final boolean readOnly;

    /** @param readOnly whether the storage is only read, in which case there are no uploads */
    LiveReporting(LiveReporter reporter, boolean readOnly) {
        this.reporter = reporter;
        this.readOnly = readOnly;
    }

    @Override
    public String name() {
        return "live-uploads";
    }

    @Override
    public Duration interval() {
        return readOnly ? Duration.ZERO : LiveReporter.INTERVAL;
    }

    @Override
    public void run() {
        try {
            reporter.report();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The uploads of this server could not be reported to other replicas");
        }
    }

    @Override
    public void stop() {
        try {
            reporter.withdraw();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo()
                    .setCause(e)
                    .log("The report of this server's uploads could not be removed. Readers remove it after an hour");
        }
    }
}
