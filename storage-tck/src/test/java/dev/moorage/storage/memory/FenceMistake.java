package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Fences that are not in the store, and bytes that are not. */
enum FenceMistake implements Mistake {
    THE_FENCE_IS_IN_MEMORY("aWriterThatAnotherProcessOvertakesChangesNothing", true) {
        @Override
        StagedObject writer(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            return new Forcing(store, staged, request, process);
        }
    },
    GENERATIONS_ARE_IN_MEMORY("generationsAreThoseOfAllProcesses", true) {
        @Override
        StagedObject writer(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            return staged;
        }
    },
    BYTES_IN_MEMORY_COUNT("whatAProcessAcknowledgedBeforeItWasKilledIsThere", false) {
        @Override
        StagedObject writer(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            return new Buffering(staged, Integer.MAX_VALUE);
        }
    },
    THE_LAST_BUFFER_COUNTS_BEFORE_IT_IS_WRITTEN("whatAProcessAcknowledgedBeforeItWasKilledIsThere", false) {
        @Override
        StagedObject writer(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            return new Buffering(staged, 8192);
        }
    },
    A_KILLED_PROCESS_KEEPS_ITS_LOCK("aProcessThatWasKilledHoldsNothing", false) {
        @Override
        StagedObject writer(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            process.lockInStore.acquireUninterruptibly();
            return new MutantWriter(staged) {
                @Override
                public void close() {
                    process.lockInStore.release();
                }
            };
        }
    },
    THE_FENCE_IS_CHECKED_AND_THEN_BYTES_ARE_ADDED("aWriterThatStallsAddsNothingAfterItIsOvertaken", false) {
        @Override
        StagedObject writer(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    truncate(size()); // Fails for a fenced writer.
                    super.read(new ByteRange(0, 0)); // A call before which the writer can stall.
                    ByteBuffer bytes = ByteBuffer.allocate(100_000);
                    while (source.read(bytes) >= 0) {
                        // Reads on.
                    }
                    synchronized (store) {
                        StagingArea area = store.areas.get(request.area());
                        if (area != null) {
                            area.append(bytes.array(), bytes.position());
                        }
                    }
                    return new Appended(size(), Optional.empty());
                }
            };
        }
    };

    private final String caughtBy;
    private final boolean forces;

    FenceMistake(String caughtBy, boolean forces) {
        this.caughtBy = caughtBy;
        this.forces = forces;
    }

    abstract StagedObject writer(
            InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process);

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new MutantDriver(new FaultyStorageDriver(new InMemoryStorageDriver(store), faults)) {
            @Override
            public Optional<StagedObject> stage(StagingRequest request) throws IOException {
                if (forces) {
                    fence(request, process);
                }
                return (forces ? forced(driver, request) : driver.stage(request))
                        .map(staged -> writer(store, staged, request, process));
            }
        };
    }

    private static void fence(StagingRequest request, ProcessMemory process) throws StagingFencedException {
        if (process.generations.getOrDefault(request.area(), 0L) >= request.generation()) {
            throw new StagingFencedException(request.area());
        }
        process.generations.put(request.area(), request.generation());
    }

    /** Stages with the first generation that the store accepts, whatever generation was asked for. */
    static Optional<StagedObject> forced(StorageDriver driver, StagingRequest request) throws IOException {
        for (long generation = request.generation(); ; generation++) {
            try {
                return driver.stage(
                        switch (request) {
                            case StagingRequest.Begin begin ->
                                new StagingRequest.Begin(
                                        begin.area(), generation, begin.target(), begin.expectedSize());
                            case StagingRequest.Reopen reopen ->
                                new StagingRequest.Reopen(reopen.area(), generation, reopen.state());
                            case StagingRequest.Recover recover ->
                                new StagingRequest.Recover(recover.area(), generation, recover.foreign());
                        });
            } catch (StagingFencedException _) {
                // Try the next generation.
            }
        }
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    /** Compares its generation with the one in the memory of its process, and takes the area back when the store refuses. */
    private static final class Forcing extends MutantWriter {
        private final StorageDriver driver;
        private final StagingRequest request;
        private final ProcessMemory process;

        Forcing(InMemoryStore store, StagedObject staged, StagingRequest request, ProcessMemory process) {
            super(staged);
            this.driver = new InMemoryStorageDriver(store);
            this.request = request;
            this.process = process;
        }

        private StagedObject mine() throws IOException {
            if (process.generations.getOrDefault(request.area(), 0L) != request.generation()) {
                throw new StagingFencedException(request.area());
            }
            return forced(driver, new StagingRequest.Reopen(request.area(), request.generation(), staged.state()))
                    .orElseThrow();
        }

        @Override
        public Appended append(BodySource source) throws IOException {
            return mine().append(source);
        }

        @Override
        public void truncate(long size) throws IOException {
            mine().truncate(size);
        }

        @Override
        public Sealed seal() throws IOException {
            return mine().seal();
        }

        @Override
        public Published publish(Sealed sealed, ObjectKey target) throws IOException {
            StagedObject mine = mine();
            return mine.publish(mine.seal(), target);
        }
    }

    /** Writes whole buffers, and counts bytes that wait for the next one. */
    private static final class Buffering extends MutantWriter {
        private final int buffer;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        Buffering(StagedObject staged, int buffer) {
            super(staged);
            this.buffer = buffer;
        }

        @Override
        public long size() {
            return super.size() + waiting.size();
        }

        @Override
        public Appended append(BodySource source) throws IOException {
            ByteBuffer some = ByteBuffer.allocate(1000);
            while (source.read(some.clear()) >= 0) {
                waiting.write(some.array(), 0, some.position());
                if (waiting.size() >= buffer) {
                    flush();
                }
            }
            return new Appended(size(), Optional.empty());
        }

        private void flush() throws IOException {
            byte[] bytes = waiting.toByteArray();
            waiting.reset();
            super.append(Bodies.of(bytes));
        }

        @Override
        public Sealed seal() throws IOException {
            flush();
            return super.seal();
        }
    }
}
