package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures what namespaces with quotas have, when the last measurement is old. One of the servers does so at a time. */
final class UsageMeasuring implements PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeasuring.class);

    private final Optional<ServerQuotas> quotas;
    private final Duration age;
    private volatile boolean stopped;

    /** @param age from which a measurement is old */
    UsageMeasuring(Optional<ServerQuotas> quotas, Duration age) {
        this.quotas = quotas;
        this.age = age;
    }

    @Override
    public String name() {
        return "usage-measuring";
    }

    @Override
    public Duration interval() {
        return quotas.isPresent() ? QuotasModule.EACH : Duration.ZERO;
    }

    @Override
    public void run() {
        if (quotas.isEmpty()) {
            return;
        }
        long begun = System.nanoTime();
        try {
            quotas.get().ledger().report(); // What this server has added is not counted twice then.
            if (quotas.get().useCases().measure().measureWhenDue(age)) {
                quotas.get().ledger().refresh();
                LOG.atInfo()
                        .addKeyValue(
                                "seconds",
                                Duration.ofNanos(System.nanoTime() - begun).toSeconds())
                        .log("The usage of namespaces with quotas was measured");
            }
        } catch (IOException | RuntimeException e) {
            if (stopped) {
                LOG.atInfo().log("The measurement of namespaces was interrupted by the stop of the server");
            } else {
                LOG.atError().setCause(e).log("The usage of namespaces with quotas could not be measured");
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
