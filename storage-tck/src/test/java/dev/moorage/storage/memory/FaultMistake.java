package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Mistakes that show when the backend fails. */
enum FaultMistake implements Mistake {
    A_REPEATED_PUT_MEETS_ITSELF("aPutIfAbsentIsNeverRefusedForWhatItPutItself", driver -> new MutantDriver(driver) {
        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            try {
                return super.put(key, content, condition, durability);
            } catch (ConditionFailedException e) {
                throw e;
            } catch (IOException _) {
                return super.put(key, content, condition, durability);
            }
        }
    }),
    WHAT_CANNOT_BE_READ_IS_ABSENT("readsAreRightOrFail", driver -> new MutantDriver(driver) {
        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) {
            try {
                return super.stat(key);
            } catch (IOException _) {
                return Optional.empty();
            }
        }
    }),
    A_LISTING_THAT_FAILS_HAS_ENDED("listingsAreWholeOrFail", driver -> new MutantDriver(driver) {
        @Override
        public ObjectPage list(ObjectKey prefix, ListOptions options) {
            try {
                return super.list(prefix, options);
            } catch (IOException _) {
                return new ObjectPage(List.of(), Optional.empty());
            }
        }
    }),
    A_DELETE_THAT_FAILS_IS_DONE("aDeleteTakesEffectOrDoesNotAndCanBeRepeated", driver -> new MutantDriver(driver) {
        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) {
            try {
                super.delete(key, condition, durability);
            } catch (IOException _) {
                // The mistake: the failure is not reported.
            }
        }
    }),
    A_FAILED_APPEND_IS_A_SHORT_ONE("theSameWriterGoesOnAfterAnyFailure", driver -> new MutantDriver(driver) {
        @Override
        StagedObject staged(StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) {
                    try {
                        return super.append(source);
                    } catch (IOException _) {
                        return new Appended(size(), Optional.empty());
                    }
                }
            };
        }
    }),
    A_REPEATED_PUBLISH_FINDS_NOTHING("anotherWriterGoesOnAfterAnyFailure", driver -> new MutantDriver(driver) {
        @Override
        StagedObject staged(StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Published publish(Sealed sealed, ObjectKey target) throws IOException {
                    try {
                        return super.publish(sealed, target);
                    } catch (IOException _) {
                        throw new StagedBytesLostException(request.area());
                    }
                }
            };
        }
    });

    private final String caughtBy;
    private final UnaryOperator<StorageDriver> mistaken;

    FaultMistake(String caughtBy, UnaryOperator<StorageDriver> mistaken) {
        this.caughtBy = caughtBy;
        this.mistaken = mistaken;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return mistaken.apply(new FaultyStorageDriver(new InMemoryStorageDriver(store), faults));
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
