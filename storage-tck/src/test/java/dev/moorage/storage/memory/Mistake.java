package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A mistake that the author of a driver might make, and the test that must find it. */
interface Mistake {
    /**
     * The reference driver with the mistake in it.
     *
     * @param process what the drivers of one process share
     */
    StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process);

    /** The name of the contract's test that must fail. */
    String caughtBy();

    String name();

    static List<Mistake> all() {
        return Stream.of(
                        ObjectMistake.values(),
                        GuardMistake.values(),
                        ListingMistake.values(),
                        WriterMistake.values(),
                        PublishingMistake.values(),
                        FaultMistake.values(),
                        StaleMistake.values(),
                        ProcessMistake.values(),
                        FenceMistake.values(),
                        StallMistake.values(),
                        HeldMistake.values(),
                        KeyMistake.values(),
                        ContentMistake.values(),
                        SizeMistake.values(),
                        SpaceMistake.values(),
                        OutageMistake.values())
                .<Mistake>flatMap(Stream::of)
                .toList();
    }

    static Mistake named(String name) {
        return all().stream()
                .filter(mistake -> mistake.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits long enough for other threads to act between two steps that should have been one. */
    static void whileOthersComeBetween() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Waits for longer, where another thread has several steps to do, on a machine with other work too. */
    static void whileOthersRun() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
    }
}
