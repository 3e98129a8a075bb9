package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Locks and connections that are held while a client sends or takes nothing. */
enum HeldMistake implements Mistake {
    A_LOCK_IS_HELD_WHILE_A_BODY_COMES("bodiesThatWaitHoldNothingThatOthersNeed", Held.LOCK, true),
    A_LOCK_IS_HELD_WHILE_A_READER_WAITS("readersThatWaitHoldNothingThatOthersNeed", Held.LOCK, false),
    A_CONNECTION_IS_HELD_WHILE_A_BODY_COMES("bodiesThatWaitHoldNothingThatOthersNeed", Held.CONNECTION, true),
    A_CONNECTION_IS_HELD_WHILE_A_READER_WAITS("readersThatWaitHoldNothingThatOthersNeed", Held.CONNECTION, false),
    A_LOCK_OF_THE_STORE_IS_HELD_WHILE_A_BODY_COMES("bodiesThatWaitHoldNothingThatOthersNeed", Held.LOCK_IN_STORE, true),
    A_LOCK_OF_THE_STORE_IS_HELD_WHILE_A_READER_WAITS(
            "readersThatWaitHoldNothingThatOthersNeed", Held.LOCK_IN_STORE, false);

    /** What is held. */
    private enum Held {
        /** One writer at a time. Readers share it. */
        LOCK,
        /** One of eight connections, which every call needs. */
        CONNECTION,
        /** A lock that the drivers of all processes need to write. */
        LOCK_IN_STORE
    }

    private final String caughtBy;
    private final Held held;
    private final boolean byBodies;

    HeldMistake(String caughtBy, Held held, boolean byBodies) {
        this.caughtBy = caughtBy;
        this.held = held;
        this.byBodies = byBodies;
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new Holding(
                new InMemoryStorageDriver(store),
                switch (held) {
                    case LOCK -> new Semaphore(CLIENTS);
                    case CONNECTION -> new Semaphore(8);
                    case LOCK_IN_STORE -> process.lockInStore;
                });
    }

    private static final int CLIENTS = 1000;

    private final class Holding extends MutantDriver {
        private final Semaphore permits;

        Holding(StorageDriver driver, Semaphore permits) {
            super(driver);
            this.permits = permits;
        }

        /** What a call takes that changes something. A lock is free only when no one else holds a part of it. */
        private int all() {
            return held == Held.LOCK ? CLIENTS : 1;
        }

        /** What waits for a client. */
        private void take() {
            // In the store's lock the first holder stands for all of them.
            if (held != Held.LOCK_IN_STORE || permits.availablePermits() > 0) {
                permits.acquireUninterruptibly();
            }
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            permits.acquireUninterruptibly(all());
            try {
                return super.put(key, content, condition, durability);
            } finally {
                permits.release(all());
            }
        }

        @Override
        public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
            Optional<ObjectContent> content = super.open(key, range);
            if (byBodies || content.isEmpty()) {
                return content;
            }
            take();
            return Optional.of(new HeldContent(content.get(), permits));
        }

        @Override
        StagedObject staged(StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    if (!byBodies) {
                        return super.append(source);
                    }
                    take();
                    try {
                        return super.append(source);
                    } finally {
                        permits.release();
                    }
                }
            };
        }
    }

    private record HeldContent(ObjectContent content, Semaphore permits) implements ObjectContent {
        @Override
        public ObjectInfo info() {
            return content.info();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return content.read(destination);
        }

        @Override
        public Optional<ChannelTransfer> transfer() {
            return Optional.empty();
        }

        @Override
        public void close() {
            permits.release();
        }
    }
}
