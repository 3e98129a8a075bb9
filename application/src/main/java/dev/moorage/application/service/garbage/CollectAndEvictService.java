package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageObserver.Phase;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.service.eviction.Eviction;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects garbage, and then unlinks content of upstreams. What is unlinked is garbage for the next collection: until then servers forget
 * what they remember of it.
 */
public final class CollectAndEvictService implements CollectGarbage {
    private static final Logger LOG = LoggerFactory.getLogger(CollectAndEvictService.class);

    private final CollectGarbage collector;
    private final Eviction eviction;
    private final StorageDriver storage;
    private final InstantSource clock;

    public CollectAndEvictService(
            CollectGarbage collector, Eviction eviction, StorageDriver storage, InstantSource clock) {
        this.collector = collector;
        this.eviction = eviction;
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public GarbageReport collect(GarbageRequest request, GarbageObserver observer) throws IOException {
        GarbageReport report = collector.collect(request, observer);
        if (!request.dryRun() && report.complete()) {
            evict(request, observer);
        }
        return report;
    }

    private void evict(GarbageRequest request, GarbageObserver observer) {
        Pace pace = new Pace(request.requestsPerSecond(), Pace.Time.SYSTEM, observer::goesOn);
        AtomicLong repositories = new AtomicLong();
        try {
            eviction.evict(
                    new PacedReads(storage, pace),
                    new StoreClock(storage, clock, true).now(),
                    request.parallel(),
                    _ -> observer.progressed(Phase.REPOSITORIES, repositories.incrementAndGet()));
        } catch (CollectionEndedException _) {
            // The next collection goes on.
        } catch (IOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .log("Content of upstreams could not be unlinked, and stays until the next collection");
        }
    }
}
