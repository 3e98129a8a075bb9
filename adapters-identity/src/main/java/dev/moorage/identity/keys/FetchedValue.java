package dev.moorage.identity.keys;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is fetched when it is first needed, and again in the background when it is no longer fresh.
 *
 * <ol>
 *   <li>One thread at a time fetches. Others that need the value wait for its result.
 *   <li>A value that cannot be fetched again serves for a day.
 *   <li>After a failure nothing is fetched for some seconds, so that a server that is down does not hold up each request.
 *   <li>A key that is missing has the value fetched again at most every 30 seconds.
 * </ol>
 */
public final class FetchedValue<T> implements Refreshing<T> {
    /** How long a value serves that cannot be fetched again. */
    static final Duration STALE = Duration.ofDays(1);

    /** The shortest time between two attempts because of missing keys. */
    static final Duration BETWEEN_MISSES = Duration.ofSeconds(30);

    /** The time after a failure in which nothing is fetched. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private static final Duration MIN_FRESH = Duration.ofMinutes(5);
    private static final Duration MAX_FRESH = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(FetchedValue.class);

    private final String name;
    private final Fetch<T> fetch;
    private final InstantSource clock;
    private final Executor background;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile State<T> state = new State<>(Optional.empty(), Instant.MIN, Instant.MIN, Instant.MIN, "");

    /**
     * @param refresh when the value is no longer fresh
     * @param end when the value no longer serves
     * @param attempted the end of the last attempt to fetch it
     * @param failure why the last attempt failed, or empty
     */
    private record State<T>(Optional<T> value, Instant refresh, Instant end, Instant attempted, String failure) {
        Optional<T> at(Instant now) {
            return value.filter(_ -> now.isBefore(end));
        }
    }

    /**
     * Creates a value, and fetches nothing yet.
     *
     * @param name what is fetched, for messages
     * @param background runs what no request waits for
     */
    public FetchedValue(String name, Fetch<T> fetch, InstantSource clock, Executor background) {
        this.name = name;
        this.fetch = fetch;
        this.clock = clock;
        this.background = background;
    }

    @Override
    public T current() throws KeysUnavailableException {
        Instant now = clock.instant();
        State<T> seen = state;
        Optional<T> value = seen.at(now);
        if (value.isEmpty()) {
            return fetchUnless(attempted -> attempted.plus(AFTER_FAILURE).isAfter(clock.instant()));
        }
        if (!now.isBefore(seen.refresh()) && refreshing.compareAndSet(false, true)) {
            background.execute(this::refresh);
        }
        return value.get();
    }

    @Override
    public T refreshed() throws KeysUnavailableException {
        return fetchUnless(attempted -> attempted.plus(BETWEEN_MISSES).isAfter(clock.instant()));
    }

    @FunctionalInterface
    private interface TooSoon {
        boolean after(Instant attempted);
    }

    private void refresh() {
        try {
            var _ = fetchUnless(attempted -> attempted.plus(AFTER_FAILURE).isAfter(clock.instant()));
        } catch (KeysUnavailableException _) {
            // The failure is logged where it happens, and the next caller without a value reports it.
        } finally {
            refreshing.set(false);
        }
    }

    private T fetchUnless(TooSoon tooSoon) throws KeysUnavailableException {
        fetching.lock();
        try {
            if (state.attempted().equals(Instant.MIN) || !tooSoon.after(state.attempted())) {
                fetch();
            }
            String failure = state.failure();
            return state.at(clock.instant())
                    .orElseThrow(() -> new KeysUnavailableException(name + " cannot be had: " + failure));
        } finally {
            fetching.unlock();
        }
    }

    private void fetch() {
        try {
            Fetch.Fetched<T> fetched = fetch.fetch();
            Instant now = clock.instant();
            state = new State<>(
                    Optional.of(fetched.value()), now.plus(bounded(fetched.fresh())), now.plus(STALE), now, "");
        } catch (IOException e) {
            State<T> before = state;
            if (before.failure().isEmpty()) {
                LOG.atError()
                        .addKeyValue("source", name)
                        .addKeyValue("reason", e.getMessage())
                        .log("Keys cannot be fetched: known keys are used for a day");
            }
            // The end of the attempt counts: one that times out takes longer than the pause after it, and each of the
            // requests that
            // wait for it would make another one.
            Instant now = clock.instant();
            state = new State<>(
                    before.value(), now.plus(AFTER_FAILURE), before.end(), now, String.valueOf(e.getMessage()));
        }
    }

    private static Duration bounded(Duration fresh) {
        Duration least = fresh.compareTo(MIN_FRESH) < 0 ? MIN_FRESH : fresh;
        return least.compareTo(MAX_FRESH) > 0 ? MAX_FRESH : least;
    }
}
