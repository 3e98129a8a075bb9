package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Mistakes with staged bytes and with their writers. */
enum WriterMistake implements Mistake {
    TRUNCATING_IS_FORGOTTEN("bytesCanBeDroppedBackToAnEarlierSize") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public void truncate(long size) {
                    // The mistake: the tail stays.
                }
            };
        }
    },
    LATE_BYTES_APPEAR("aFencedWriterChangesNothingAndIsRefused") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    try {
                        return super.append(source);
                    } catch (StagingFencedException e) {
                        synchronized (store) {
                            StagingArea area = store.areas.get(request.area());
                            if (area != null) {
                                area.append(new byte[] {1}, 1);
                            }
                        }
                        throw e;
                    }
                }
            };
        }
    },
    A_FENCED_WRITER_IS_NOT_REFUSED("aWriterThatIsFencedInTheMiddleOfABodyAddsNothingMore") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    try {
                        return super.append(source);
                    } catch (StagingFencedException _) {
                        return new Appended(size(), Optional.empty());
                    }
                }
            };
        }
    },
    A_BROKEN_BODY_TAKES_ITS_BYTES_WITH_IT("ofABodyThatBreaksExactlyWhatCameStays") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    long before = size();
                    Appended appended = super.append(source);
                    if (appended.broken().isPresent()) {
                        truncate(before);
                    }
                    return appended;
                }
            };
        }
    },
    A_BROKEN_BODY_IS_THE_STORES_FAILURE("aBodyThatBreaksAtOnceLeavesWhatWasThere") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    Appended appended = super.append(source);
                    if (appended.broken().isPresent()) {
                        throw appended.broken().get();
                    }
                    return appended;
                }
            };
        }
    },
    THE_LAST_BYTE_OF_A_FULL_BUFFER_IS_LOST_WHEN_A_BODY_BREAKS(
            "aBodyThatBreaksAnywhereLeavesWhatCameAndTheUploadContinues") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Appended append(BodySource source) throws IOException {
                    Appended appended = super.append(source);
                    if (appended.broken().isPresent() && size() % 8192 == 0 && size() > 0) {
                        truncate(size() - 1);
                        return new Appended(size(), appended.broken());
                    }
                    return appended;
                }
            };
        }
    },
    A_READER_THAT_IS_FENCED_BLAMES_THE_STORE("aReadOfAFencedWriterIsNoFailureOfTheStore") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Optional<ObjectContent> read(ByteRange range) throws IOException {
                    synchronized (store) {
                        if (!store.areas.containsKey(request.area())) {
                            throw new NoSuchFileException("data");
                        }
                    }
                    return super.read(range);
                }
            };
        }
    },
    SEALING_IS_NOT_FINAL("afterTheSealNoWriterChangesTheBytesAndAfterPublishingNoneEver") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Sealed seal() {
                    return new Sealed(size());
                }

                @Override
                public Published publish(Sealed sealed, ObjectKey target) throws IOException {
                    super.seal();
                    return super.publish(sealed, target);
                }
            };
        }
    },
    BODIES_SHARE_A_BUFFER("bytesOfManyBodiesThatComeInTurnsAreNeverMixed") {
        @Override
        StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                private boolean first = true;

                @Override
                public Appended append(BodySource source) throws IOException {
                    if (first || store.areas.size() < 2) {
                        first = false;
                        return super.append(source);
                    }
                    return super.append(BodySource.of(destination -> {
                        int begin = destination.position();
                        int count = source.read(destination);
                        if (count > 0) {
                            destination.put(begin, (byte) request.area().hashCode());
                        }
                        return count;
                    }));
                }
            };
        }
    },
    WHAT_WAS_NEVER_BEGUN_IS_REOPENED("whatWasNeverBegunCannotBeReopened") {
        @Override
        Optional<StagedObject> stage(StorageDriver driver, StagingRequest request, Set<ObjectKey> begun)
                throws IOException {
            Optional<StagedObject> staged = driver.stage(request);
            return staged.isPresent() ? staged : driver.stage(begin(request, request.generation()));
        }
    },
    GENERATIONS_ARE_NOT_COMPARED("aGenerationThatIsNotHigherIsRefused") {
        @Override
        Optional<StagedObject> stage(StorageDriver driver, StagingRequest request, Set<ObjectKey> begun)
                throws IOException {
            for (long generation = request.generation(); ; generation++) {
                try {
                    return driver.stage(
                            switch (request) {
                                case StagingRequest.Reopen reopen ->
                                    new StagingRequest.Reopen(reopen.area(), generation, reopen.state());
                                case StagingRequest.Recover recover ->
                                    new StagingRequest.Recover(recover.area(), generation, recover.foreign());
                                case StagingRequest.Begin _ -> begin(request, generation);
                            });
                } catch (StagingFencedException _) {
                    // Try the next generation.
                }
            }
        }
    },
    WHAT_IS_STAGED_IS_KNOWN_TO_ITS_DRIVER_ALONE("anotherReplicaGoesOnFromTheStateAgainAndAgain") {
        @Override
        Optional<StagedObject> stage(StorageDriver driver, StagingRequest request, Set<ObjectKey> begun)
                throws IOException {
            if (request instanceof StagingRequest.Begin) {
                begun.add(request.area());
            }
            return begun.contains(request.area()) ? driver.stage(request) : Optional.empty();
        }
    },
    WHAT_IS_STAGED_ENDS_WITH_THE_PROCESS("anotherProcessContinuesFromWhatWasNotedWhereverOneEnds") {
        @Override
        Optional<StagedObject> stage(StorageDriver driver, StagingRequest request, Set<ObjectKey> begun)
                throws IOException {
            if (!(request instanceof StagingRequest.Begin) && !begun.contains(request.area())) {
                driver.stage(begin(request, request.generation())); // Drops what was staged.
                return driver.stage(begin(request, request.generation() + 1));
            }
            begun.add(request.area());
            return driver.stage(request);
        }
    };

    private final String caughtBy;

    WriterMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    private static StagingRequest.Begin begin(StagingRequest request, long generation) {
        return new StagingRequest.Begin(request.area(), generation, Optional.empty(), OptionalLong.empty());
    }

    StagedObject staged(InMemoryStore store, StagedObject staged, StagingRequest request) {
        return staged;
    }

    Optional<StagedObject> stage(StorageDriver driver, StagingRequest request, Set<ObjectKey> begun)
            throws IOException {
        return driver.stage(request);
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        Set<ObjectKey> begun = new HashSet<>();
        return new MutantDriver(new InMemoryStorageDriver(store)) {
            @Override
            public Optional<StagedObject> stage(StagingRequest request) throws IOException {
                return WriterMistake.this
                        .stage(driver, request, begun)
                        .map(staged -> WriterMistake.this.staged(store, staged, request));
            }
        };
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
