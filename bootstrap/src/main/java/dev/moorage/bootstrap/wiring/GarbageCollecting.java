package dev.moorage.bootstrap.wiring;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.maintenance.CollectGarbageInTurn;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.MaintenanceEvent;
import dev.moorage.bootstrap.section.GarbageConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects garbage as {@code storage.gc} says. Each minute it asks whether it is time, so that a server that is restarted every
 * day collects too.
 */
final class GarbageCollecting implements PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollecting.class);
    private static final Duration EACH = Duration.ofMinutes(1);

    private final GarbageConfig settings;
    private final CollectGarbageInTurn collector;
    private final boolean readOnly;
    private final Supplier<LocalTime> time;
    private final RegistryEvents events;
    private volatile boolean stopped;

    /**
     * @param readOnly whether the storage is only read, in which case nothing is collected
     * @param time the time of the day in the zone of {@code storage.gc.window}
     */
    GarbageCollecting(
            GarbageConfig settings,
            CollectGarbageInTurn collector,
            boolean readOnly,
            Supplier<LocalTime> time,
            RegistryEvents events) {
        this.settings = settings;
        this.collector = collector;
        this.readOnly = readOnly;
        this.time = time;
        this.events = events;
    }

    @Override
    public String name() {
        return "gc";
    }

    @Override
    public Duration interval() {
        return settings.enabled() && !readOnly ? EACH : Duration.ZERO;
    }

    @Override
    public void run() {
        if (!goesOn()) {
            return;
        }
        GarbageLog log = new GarbageLog(settings.request().dryRun(), this::goesOn);
        long begun = System.nanoTime();
        try {
            Optional<GarbageReport> report = collector.collectWhenDue(settings.interval(), settings.request(), log);
            if (report.isPresent()) {
                log.ended(report.get());
                report(report, begun);
            }
        } catch (IOException | RuntimeException e) {
            if (stopped) {
                LOG.atInfo().log("The collection of garbage was interrupted by the stop of the server");
            } else {
                LOG.atError().setCause(e).log("Garbage could not be collected");
                report(Optional.empty(), begun);
            }
        }
    }

    private void report(Optional<GarbageReport> report, long begun) {
        if (events.wants(EventKind.GARBAGE_COLLECTED)) {
            events.report(new MaintenanceEvent.GarbageCollected(report, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private boolean goesOn() {
        return !stopped && settings.isOpen(time.get());
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
