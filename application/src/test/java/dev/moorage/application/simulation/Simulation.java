package dev.moorage.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** Runs worlds for consecutive seeds, as many at once as there are processors. */
final class Simulation {
    private final AtomicLong nextSeed;
    private final LongFunction<Settings> settings;
    private final AtomicLong steps = new AtomicLong();
    private final Coverage coverage = new Coverage();
    private final Map<Settings.Dialect, Integer> leftovers = new TreeMap<>();
    private final AtomicReference<Optional<Broken>> broken = new AtomicReference<>(Optional.empty());

    /** A world in which an invariant broke. */
    record Broken(long seed, Settings settings, Outcome.Failure failure) {
        String summary() {
            return "seed " + seed + ", " + settings.dialect() + ", "
                    + failure.cause().getMessage();
        }

        AssertionError error() {
            return new AssertionError(
                    "seed " + seed + ", " + settings + "\n" + failure.trace() + "\n-> " + failure.cause()
                            + "\nIt repeats with -Dmoorage.simulation.seed=" + seed,
                    failure.cause());
        }
    }

    Simulation(long firstSeed, LongFunction<Settings> settings) {
        this.nextSeed = new AtomicLong(firstSeed);
        this.settings = settings;
    }

    /** Runs one world. */
    static Outcome run(long seed, Settings settings, Coverage coverage) throws InterruptedException {
        Outcome[] outcome = new Outcome[1];
        Thread.ofVirtual()
                .start(() -> {
                    World world = new World(seed, settings);
                    outcome[0] = world.run();
                    coverage.add(world.coverage);
                })
                .join();
        return outcome[0];
    }

    /** Runs the worlds of {@code seeds} seeds, or until an invariant breaks. */
    Optional<Broken> run(long seeds) throws InterruptedException {
        long end = nextSeed.get() + seeds;
        List<Thread> lanes = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            lanes.add(Thread.ofPlatform().start(() -> lane(end)));
        }
        for (Thread lane : lanes) {
            lane.join();
        }
        return broken.get();
    }

    private void lane(long end) {
        try {
            while (broken.get().isEmpty()) {
                long seed = nextSeed.getAndIncrement();
                if (seed >= end) {
                    return;
                }
                Settings its = settings.apply(seed);
                Outcome outcome = run(seed, its, coverage);
                steps.addAndGet(outcome.steps());
                outcome.failure().ifPresent(failure -> broken.set(Optional.of(new Broken(seed, its, failure))));
                count(its, outcome);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void count(Settings its, Outcome outcome) {
        leftovers.merge(its.dialect(), outcome.leftovers().size(), Integer::sum);
    }

    long steps() {
        return steps.get();
    }

    Coverage coverage() {
        return coverage;
    }

    /** Returns how many objects of uploads remain after the final purge, for each dialect. */
    synchronized Map<Settings.Dialect, Integer> leftovers() {
        return new TreeMap<>(leftovers);
    }
}
