package dev.moorage.application.service.quota;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.quota.Added;
import dev.moorage.domain.quota.Excess;
import dev.moorage.domain.quota.Measurement;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Resource;
import dev.moorage.domain.quota.Usage;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What this server knows of the usage of namespaces: the last measurement, what other servers have reported, what it has added
 * itself, and what requests are about to add. One for each process.
 */
public final class UsageLedger {
    private static final int MAX_COUNTED = 100_000;

    private final UsageObjects objects;
    private final Supplier<String> names;

    /** Guards reports, so that one thread writes at a time. Taken before the monitor of this object. */
    private final ReentrantLock reporting = new ReentrantLock();

    private String server;
    private Optional<ObjectVersion> version = Optional.empty();
    private Map<String, Added> reported = Map.of();

    private final Map<String, Added> added = new HashMap<>();
    private final Map<String, Long> reserved = new HashMap<>();
    private final Set<Counted> counted = new HashSet<>();
    private Optional<Measurement> measurement = Optional.empty();
    private Map<String, Map<String, Added>> others = Map.of();

    /** @param names random names, of which no two servers get the same */
    UsageLedger(UsageObjects objects, Supplier<String> names) {
        this.objects = objects;
        this.names = names;
        this.server = names.get();
    }

    /** Something that was added since the last measurement, and is not counted again. */
    private record Counted(String namespace, Digest digest) {}

    /** Bytes that a request is about to add. */
    final class Reservation implements AutoCloseable {
        private final Quota quota;
        private long bytes;

        private Reservation(Quota quota, long bytes) {
            this.quota = quota;
            this.bytes = bytes;
        }

        /** Gives the bytes back, unless the request has counted what it has added. */
        @Override
        public void close() {
            release(this);
        }
    }

    /**
     * The answer to a request for bytes.
     *
     * @param excess why they do not fit. Then nothing is reserved
     */
    record Reserved(Reservation reservation, Optional<Excess> excess) {}

    private static String key(Quota quota) {
        return quota.namespace().value();
    }

    /** Returns what a namespace has, with what requests are about to add. Empty until it was measured. */
    public synchronized Optional<Usage> used(Quota quota) {
        Map<String, Map<String, Added>> all = new HashMap<>(others);
        all.put(server, added);
        return measurement
                .flatMap(last -> last.usage(key(quota), all))
                .map(usage -> usage.plus(new Added(reserved.getOrDefault(key(quota), 0L), 0)));
    }

    /** Whether a namespace is near a limit. One that was not measured is not. */
    boolean isNear(Quota quota, Resource resource, long asked) {
        return used(quota)
                .filter(usage ->
                        quota.isNear(resource, resource == Resource.TAGS ? usage.tags() : usage.bytes(), asked))
                .isPresent();
    }

    /** Reserves bytes. A namespace that was not measured takes them. */
    synchronized Reserved reserve(Quota quota, long bytes) {
        Optional<Excess> excess = used(quota).flatMap(usage -> quota.excess(Resource.BYTES, usage.bytes(), bytes));
        Reservation reservation = new Reservation(quota, excess.isEmpty() ? bytes : 0);
        reserved.merge(key(quota), reservation.bytes, Long::sum);
        return new Reserved(reservation, excess);
    }

    private synchronized void release(Reservation reservation) {
        reserved.merge(key(reservation.quota), -reservation.bytes, Long::sum);
        reservation.bytes = 0;
    }

    /**
     * Counts content that a request has linked, unless it was counted since the last measurement. In the same step the request
     * gives back what it has reserved, so that no other request finds it counted twice.
     */
    synchronized void linked(Reservation reservation, Digest digest, long size) {
        if (counted.size() >= MAX_COUNTED) {
            counted.clear(); // Some are counted twice then, until the next measurement.
        }
        Quota quota = reservation.quota;
        if (counted.add(new Counted(key(quota), digest))) {
            add(quota, new Added(size, 0));
        }
        release(reservation);
    }

    /** Counts tags that a request has created. */
    synchronized void tagged(Quota quota, int tags) {
        add(quota, new Added(0, tags));
    }

    private void add(Quota quota, Added more) {
        added.merge(key(quota), more, Added::plus);
    }

    /** Reports what this server has added, and reads what others have. Afterwards the usage has all that was reported before. */
    public void refresh() throws IOException {
        report();
        Optional<Measurement> last = objects.measurement();
        Map<String, Map<String, Added>> read = new HashMap<>();
        objects.reports().forEach((name, report) -> read.put(name, report.added()));
        learn(last, read);
    }

    private synchronized void learn(Optional<Measurement> last, Map<String, Map<String, Added>> read) {
        Optional<Instant> before = measurement.map(Measurement::begun);
        if (last.isPresent()) { // A measurement that cannot be read is made again.
            measurement = last;
        }
        if (!measurement.map(Measurement::begun).equals(before)) {
            counted.clear();
        }
        read.remove(server);
        others = Map.copyOf(read);
    }

    /** Reports what this server has added, if that has changed. */
    public void report() throws IOException {
        reporting.lock();
        try {
            Map<String, Added> now = state();
            if (now.equals(reported)) {
                return;
            }
            try {
                version = Optional.of(objects.report(server, now, version));
                reported = now;
            } catch (ConditionFailedException _) {
                // A measurement contains the last report, and has removed it since it was old.
                Map<String, Added> rest = beginAgain();
                version = Optional.of(objects.report(server, rest, Optional.empty()));
                reported = rest;
            }
        } finally {
            reporting.unlock();
        }
    }

    private synchronized Map<String, Added> state() {
        return Map.copyOf(added);
    }

    /** Takes another name, under which only what was not reported counts. */
    private synchronized Map<String, Added> beginAgain() {
        server = names.get();
        added.replaceAll((namespace, one) -> one.since(reported.getOrDefault(namespace, Added.NONE)));
        return Map.copyOf(added);
    }
}
