package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what this server has added to namespaces with quotas, and reads what others have. */
final class UsageSharing implements PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(UsageSharing.class);

    private final Optional<ServerQuotas> quotas;

    UsageSharing(Optional<ServerQuotas> quotas) {
        this.quotas = quotas;
    }

    @Override
    public String name() {
        return "usage-sharing";
    }

    @Override
    public Duration interval() {
        return quotas.isPresent() ? QuotasModule.EACH : Duration.ZERO;
    }

    @Override
    public void run() {
        quotas.ifPresent(UsageSharing::share);
    }

    /** Reports and reads once. */
    static void share(ServerQuotas quotas) {
        try {
            quotas.ledger().refresh();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The usage of namespaces with quotas could not be shared with other servers");
        }
    }

    /** What was added since the last run is counted by the next measurement if it cannot be reported. */
    @Override
    public void stop() {
        if (quotas.isPresent()) {
            try {
                quotas.get().ledger().report();
            } catch (IOException | RuntimeException e) {
                LOG.atInfo().setCause(e).log("The usage that this server has added could not be reported at its stop");
            }
        }
    }
}
