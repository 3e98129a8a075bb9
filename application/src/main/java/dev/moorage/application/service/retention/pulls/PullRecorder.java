package dev.moorage.application.service.retention.pulls;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Pulled;
import dev.moorage.application.port.out.event.RequestEvent.Target;
import dev.moorage.domain.access.Subject;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records which manifests clients pull. Only the first pull of a tag or a digest on a day counts. What was recorded is written as one
 * object every ten minutes, if there is something. A server also writes one on each day without pulls, so that a day without pulls is
 * different from a day without records.
 */
public final class PullRecorder implements EventListener {
    /** How often {@link #flushWhenDue} is to be called. */
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Duration EACH = Duration.ofMinutes(10);
    private static final int SUCCESS = 200;

    /** The most pulls that wait, at some 200 bytes each. From half of them on, they are written early. */
    private static final int MOST_WAITING = 100_000;

    /** The most pulls that are remembered as recorded, at 24 bytes each. Then they are forgotten, and may be written once more. */
    private static final int MOST_REMEMBERED = 1_000_000;

    private final StorageDriver storage;
    private final String instance;
    private final Set<String> ignored;
    private final InstantSource clock;
    private final int mostWaiting;

    /** Lets one thread write at a time, and guards the number of its next record. */
    private final ReentrantLock writing = new ReentrantLock();

    private long number;

    /** Guards the fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private LatestNumbers remembered = new LatestNumbers();
    private List<Pull> waiting = new ArrayList<>();
    private LocalDate waitingDay;
    private boolean isLost;
    private Instant written = Instant.EPOCH;
    private LocalDate writtenDay = LocalDate.EPOCH;

    /**
     * Creates a recorder.
     *
     * @param instance a name that no other process has, usable as a part of a key
     * @param ignored the names of users whose pulls do not count
     */
    public PullRecorder(StorageDriver storage, String instance, Set<String> ignored, InstantSource clock) {
        this(storage, instance, ignored, clock, MOST_WAITING);
    }

    PullRecorder(StorageDriver storage, String instance, Set<String> ignored, InstantSource clock, int mostWaiting) {
        this.storage = storage;
        this.instance = instance;
        this.ignored = Set.copyOf(ignored);
        this.clock = clock;
        this.mostWaiting = mostWaiting;
        this.waitingDay = today();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Override
    public boolean wants(EventKind kind) {
        return kind == EventKind.PULLED;
    }

    @Override
    public void take(RegistryEvent event) {
        if (event instanceof Pulled pulled
                && pulled.status() == SUCCESS
                && !pulled.isHead()
                && pulled.target().content() == Content.MANIFEST
                && !isIgnored(pulled.caller())) {
            reference(pulled.target())
                    .ifPresent(name -> record(new Pull(pulled.target().repository(), name)));
        }
    }

    private boolean isIgnored(Caller caller) {
        return !ignored.isEmpty() && caller.subject() instanceof Subject.User user && ignored.contains(user.name());
    }

    /** Returns what the request has named: a tag, or else a digest. */
    private static Optional<String> reference(Target target) {
        return target.tags().isEmpty()
                ? target.digest().map(Object::toString)
                : Optional.of(target.tags().getFirst().value());
    }

    private void record(Pull pull) {
        LocalDate day = today();
        long key = pull.number();
        lock.lock();
        try {
            if (remembered.get(key) >= (int) day.toEpochDay()) {
                return;
            }
            if (waiting.size() >= mostWaiting) {
                isLost = true;
                return;
            }
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered = new LatestNumbers();
            }
            boolean _ = remembered.raise(key, (int) day.toEpochDay());
            waitingDay = day; // What was pulled before midnight and waits counts for the later day.
            waiting.add(pull);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what waits, if it is time.
     *
     * @throws IOException storage failed. What waits is written with the next call
     */
    public void flushWhenDue() throws IOException {
        if (isDue()) {
            flush();
        }
    }

    private boolean isDue() {
        lock.lock();
        try {
            boolean isTime = !clock.instant().isBefore(written.plus(EACH));
            return !writtenDay.equals(today())
                    || waiting.size() >= mostWaiting / 2
                    || isTime && (!waiting.isEmpty() || isLost);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what waits at the end of the process.
     *
     * @throws IOException storage failed, and what waits is lost
     */
    public void end() throws IOException {
        if (hasWaiting()) {
            flush();
        }
    }

    private boolean hasWaiting() {
        lock.lock();
        try {
            return !waiting.isEmpty() || isLost;
        } finally {
            lock.unlock();
        }
    }

    private void flush() throws IOException {
        writing.lock();
        try {
            Taken taken = takeWaiting();
            String name = instance + "-" + number;
            number++; // A put that fails may have been stored.
            try {
                var _ = storage.put(
                        RegistryKeys.recordedPulls(taken.day(), name),
                        PullFormat.record(taken.pulls(), taken.isLost()),
                        WriteCondition.IF_ABSENT,
                        Durability.PROCESS_CRASH);
            } catch (IOException e) {
                giveBack(taken);
                throw e;
            }
            wrote(taken.day());
        } finally {
            writing.unlock();
        }
    }

    private void wrote(LocalDate day) {
        lock.lock();
        try {
            written = clock.instant();
            writtenDay = day;
        } finally {
            lock.unlock();
        }
    }

    private record Taken(LocalDate day, List<Pull> pulls, boolean isLost) {}

    private Taken takeWaiting() {
        lock.lock();
        try {
            Taken taken = new Taken(waiting.isEmpty() ? today() : waitingDay, waiting, isLost);
            waiting = new ArrayList<>();
            isLost = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Taken taken) {
        lock.lock();
        try {
            isLost |= taken.isLost() || waiting.size() + taken.pulls().size() > mostWaiting;
            taken.pulls().stream().limit(mostWaiting - (long) waiting.size()).forEach(waiting::add);
        } finally {
            lock.unlock();
        }
    }
}
