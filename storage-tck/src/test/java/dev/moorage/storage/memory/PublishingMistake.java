package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Mistakes in making a staged body an object, and in what happens to the object afterwards. */
enum PublishingMistake implements Mistake {
    PUBLISHING_IS_NOT_ATOMIC("readersSeeThePublishedObjectWholeOrNotAtAll") {
        @Override
        Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target)
                throws IOException {
            if (driver.stat(target).isEmpty()) {
                driver.put(target, new byte[10], WriteCondition.ANY, Durability.POWER_LOSS);
                Mistake.whileOthersComeBetween();
            }
            return staged.publish(sealed, target);
        }
    },
    WHAT_IS_THERE_IS_PUBLISHED_OVER("publishingOverAnObjectOfTheSameSizeLeavesItAndOverOneOfAnotherHealsIt") {
        @Override
        Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target)
                throws IOException {
            driver.delete(target, WriteCondition.ANY, Durability.POWER_LOSS);
            return staged.publish(sealed, target);
        }
    },
    WHAT_IS_DAMAGED_IS_LEFT("publishingOverAnObjectOfTheSameSizeLeavesItAndOverOneOfAnotherHealsIt") {
        @Override
        Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target)
                throws IOException {
            return driver.stat(target).isPresent() ? Published.ALREADY_THERE : staged.publish(sealed, target);
        }
    },
    PUBLISHING_IS_FOR_ONE("manyPublishesOfTheSameAllSucceedAndThereIsOneObject") {
        @Override
        Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target)
                throws IOException {
            Published published = staged.publish(sealed, target);
            if (published == Published.ALREADY_THERE) {
                throw new IOException("another writer has published it");
            }
            return published;
        }
    },
    PUBLISHING_FAILS_WHEN_WHAT_IT_MADE_IS_DELETED("publishingAgainstDeletingLeavesTheWholeObjectOrNone") {
        @Override
        Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target)
                throws IOException {
            Published published = staged.publish(sealed, target);
            Mistake.whileOthersComeBetween();
            if (driver.stat(target).isEmpty()) {
                throw new IOException("an object that was there has been deleted meanwhile");
            }
            return published;
        }
    },
    PUBLISHING_CANNOT_BE_REPEATED("aSealedObjectCanBePublishedByTheNextWriterAndPublishedAgain") {
        @Override
        Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target)
                throws IOException {
            Published published = staged.publish(sealed, target);
            if (published == Published.ALREADY_THERE) {
                throw new StagingFencedException(target);
            }
            return published;
        }
    },
    DISCARDING_UNDOES_PUBLISHING("publishingCanBeRepeatedAndDiscardingDoesNotUndoIt") {
        @Override
        void discard(StorageDriver driver, StagedObject staged, List<ObjectKey> published) throws IOException {
            staged.discard();
            for (ObjectKey target : published) {
                driver.delete(target, WriteCondition.ANY, Durability.POWER_LOSS);
            }
        }
    },
    DISCARDING_LEAVES_WHAT_IS_STAGED("whatIsDiscardedIsGoneAndCanBeDiscardedAgain") {
        @Override
        void discard(StorageDriver driver, StagedObject staged, List<ObjectKey> published) {
            // The mistake: the staged bytes stay.
        }
    },
    CLOSING_ENDS_THE_WORK_OF_OTHERS("aDriverThatIsClosedDoesNotEndTheWorkOfAnother") {
        @Override
        void close(InMemoryStore store) {
            synchronized (store) {
                store.areas.clear();
            }
        }
    };

    private final String caughtBy;

    PublishingMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    Published publish(StorageDriver driver, StagedObject staged, Sealed sealed, ObjectKey target) throws IOException {
        return staged.publish(sealed, target);
    }

    void discard(StorageDriver driver, StagedObject staged, List<ObjectKey> published) throws IOException {
        staged.discard();
    }

    void close(InMemoryStore store) {
        // The store outlives its drivers.
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new MutantDriver(new InMemoryStorageDriver(store)) {
            @Override
            StagedObject staged(StagedObject staged, StagingRequest request) {
                return new Writer(driver, staged);
            }

            @Override
            public void close() throws IOException {
                super.close();
                PublishingMistake.this.close(store);
            }
        };
    }

    private final class Writer extends MutantWriter {
        private final StorageDriver driver;
        private final List<ObjectKey> published = new ArrayList<>();

        Writer(StorageDriver driver, StagedObject staged) {
            super(staged);
            this.driver = driver;
        }

        @Override
        public Published publish(Sealed sealed, ObjectKey target) throws IOException {
            published.add(target);
            return PublishingMistake.this.publish(driver, staged, sealed, target);
        }

        @Override
        public void discard() throws IOException {
            PublishingMistake.this.discard(driver, staged, published);
        }
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
