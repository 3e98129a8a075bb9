package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.CollectGarbageInTurn;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Collects garbage when a record in the storage says that it is time. The server that wins the compare-and-set of the record
 * collects, and reports there while it does. Another one takes its turn when the reports end.
 */
public final class CollectGarbageInTurnService implements CollectGarbageInTurn {
    private final CollectGarbage collector;
    private final StorageDriver storage;
    private final LongSupplier numbers;
    private final StoreClock time;

    /**
     * Creates the service.
     *
     * @param numbers random numbers of 64 bits, one for each collection
     */
    public CollectGarbageInTurnService(
            CollectGarbage collector, StorageDriver storage, InstantSource clock, LongSupplier numbers) {
        this.collector = collector;
        this.storage = storage;
        this.numbers = numbers;
        this.time = new StoreClock(storage, clock, true);
    }

    @Override
    public Optional<GarbageReport> collectWhenDue(Duration interval, GarbageRequest request, GarbageObserver observer)
            throws IOException {
        StoredRecord record = new StoredRecord(storage, RegistryKeys.collections(request.dryRun()));
        long number = numbers.getAsLong();
        Instant now = time.now();
        boolean mine = record.change(before -> before.isDue(now, interval) ? before.reported(number, now) : before);
        if (!mine) {
            return Optional.empty();
        }
        CollectionTurn turn = new CollectionTurn(observer, record, number, time, now);
        GarbageReport report = collector.collect(request, turn);
        if (report.complete()) {
            turn.end();
        }
        return Optional.of(report);
    }
}
