package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Mistakes with the number of staged bytes, with what is seen of them, and with times. */
enum SizeMistake implements Mistake {
    A_BODY_IS_CUT_AT_WHAT_WAS_ANNOUNCED("aBodyOfMoreOrFewerBytesThanAnnouncedIsPublishedAsItCame") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public Sealed seal() throws IOException {
                    truncate(Math.min(size(), begin.expectedSize().orElse(size())));
                    return super.seal();
                }
            };
        }
    },
    A_BODY_IS_FILLED_UP_TO_WHAT_WAS_ANNOUNCED("aBodyOfMoreOrFewerBytesThanAnnouncedIsPublishedAsItCame") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public Sealed seal() throws IOException {
                    long missing = begin.expectedSize().orElse(size()) - size();
                    append(Bodies.of(new byte[(int) Math.max(0, missing)]));
                    return super.seal();
                }
            };
        }
    },
    A_SHORT_BODY_IS_REFUSED("aBodyOfMoreOrFewerBytesThanAnnouncedIsPublishedAsItCame") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public Sealed seal() throws IOException {
                    if (size() < begin.expectedSize().orElse(0)) {
                        throw new IOException("the body is too short");
                    }
                    return super.seal();
                }
            };
        }
    },
    TRUNCATING_GROWS("truncatingToMoreThanThereIsAddsNothing") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public void truncate(long size) throws IOException {
                    append(Bodies.of(new byte[(int) Math.max(0, size - size())]));
                    super.truncate(size);
                }
            };
        }
    },
    TRUNCATING_CHANGES_THE_REPORTED_SIZE_ALONE("bytesThatWereDroppedDoNotComeBack") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                private long reported = Long.MAX_VALUE;

                @Override
                public void truncate(long size) {
                    reported = size;
                }

                @Override
                public long size() {
                    return Math.min(reported, super.size());
                }
            };
        }
    },
    A_KNOWN_TARGET_GROWS_IN_PLACE("whatIsStagedIsNotSeenBeforeItIsPublished") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    if (begin.target().isPresent()) {
                        driver.put(begin.target().get(), new byte[10], WriteCondition.ANY, Durability.PROCESS_CRASH);
                    }
                    return super.append(source);
                }
            };
        }
    },
    SEALING_SHOWS_A_KNOWN_TARGET("whatIsStagedIsNotSeenBeforeItIsPublished") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public Sealed seal() throws IOException {
                    Sealed sealed = super.seal();
                    if (begin.target().isPresent()) {
                        super.publish(sealed, begin.target().get());
                    }
                    return sealed;
                }

                @Override
                public Published publish(Sealed sealed, ObjectKey target) throws IOException {
                    super.publish(sealed, target);
                    return Published.CREATED;
                }
            };
        }
    },
    PARTS_ARE_LISTED_ELSEWHERE("whatIsStagedIsNotSeenBeforeItIsPublished") {
        @Override
        StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    ObjectKey part = new ObjectKey("tck/parts/1");
                    driver.put(part, new byte[1], WriteCondition.ANY, Durability.PROCESS_CRASH);
                    return super.append(source);
                }
            };
        }
    },
    THE_TIME_IS_NOW("theTimeOfAnObjectIsThatOfItsLastChange") {
        @Override
        Instant time(ObjectInfo info, ProcessMemory process) {
            return info.lastModified().plusNanos(System.nanoTime() & 0xffff_ffffL);
        }
    },
    THE_TIME_IS_THAT_OF_THE_FIRST_PUT("theTimeOfAnObjectIsThatOfItsLastChange") {
        @Override
        Instant time(ObjectInfo info, ProcessMemory process) {
            process.infos.putIfAbsent(info.key(), info);
            return process.infos.get(info.key()).lastModified();
        }
    };

    private final String caughtBy;

    SizeMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    StagedObject staged(StorageDriver driver, StagedObject staged, StagingRequest.Begin begin) {
        return staged;
    }

    Instant time(ObjectInfo info, ProcessMemory process) {
        return info.lastModified();
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new MutantDriver(new InMemoryStorageDriver(store)) {
            @Override
            StagedObject staged(StagedObject staged, StagingRequest request) {
                return request instanceof StagingRequest.Begin begin
                        ? SizeMistake.this.staged(driver, staged, begin)
                        : staged;
            }

            @Override
            public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
                return super.stat(key)
                        .map(info -> new ObjectInfo(key, info.size(), info.version(), time(info, process)));
            }
        };
    }
}
