package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Mistakes with contents that are longer than a chunk, and with what is closed. */
enum ContentMistake implements Mistake {
    EACH_CHUNK_IS_OF_THE_NEWEST_VERSION("aLargeObjectThatIsReplacedOrDeletedWhileItIsReadIsNeverMixedOrCut") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            return chunked(driver, key, range, false);
        }
    },
    A_MISSING_CHUNK_IS_THE_END("aLargeObjectThatIsReplacedOrDeletedWhileItIsReadIsNeverMixedOrCut") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            return chunked(driver, key, range, true);
        }
    },
    A_RANGE_BEGINS_WHERE_ITS_CHUNK_DOES("rangesAtTheEdgesOfBuffersAndChunksAreExact") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            long offset = range.offset() < CHUNK ? range.offset() : range.offset() / CHUNK * CHUNK;
            return driver.open(key, new ByteRange(offset, range.length()));
        }
    },
    A_RANGE_ENDS_WHERE_ITS_CHUNK_DOES("rangesAtTheEdgesOfBuffersAndChunksAreExact") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            long left = CHUNK - range.offset() % CHUNK;
            return driver.open(key, new ByteRange(range.offset(), Math.min(range.length(), left)));
        }
    },
    A_RANGE_IN_A_LATER_CHUNK_SKIPS_A_BYTE("rangesAtTheEdgesOfBuffersAndChunksAreExact") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            boolean edge = range.offset() > 0 && range.offset() % CHUNK == 0;
            return driver.open(key, edge ? new ByteRange(range.offset() + 1, range.length()) : range);
        }
    },
    OFFSETS_ARE_OF_32_BITS("offsetsAndLengthsBeyondFourGibibytesAreNoSmallOnes") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            return driver.open(key, new ByteRange(range.offset() & 0xffff_ffffL, range.length()));
        }
    },
    OFFSETS_ARE_OF_31_BITS("offsetsAndLengthsBeyondFourGibibytesAreNoSmallOnes") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            return driver.open(key, new ByteRange(range.offset() & Integer.MAX_VALUE, range.length()));
        }
    },
    LENGTHS_ARE_OF_32_BITS("offsetsAndLengthsBeyondFourGibibytesAreNoSmallOnes") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            return driver.open(key, new ByteRange(range.offset(), range.length() & 0xffff_ffffL));
        }
    },
    A_BODY_IS_COLLECTED_IN_MEMORY("theMemoryForABodyDoesNotGrowWithIt") {
        @Override
        StagedObject staged(StagedObject staged) {
            return new MutantWriter(staged) {
                private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

                @Override
                public Appended append(BodySource source) throws IOException {
                    ByteBuffer buffer = ByteBuffer.allocate(8192);
                    while (source.read(buffer.clear()) >= 0) {
                        collected.write(buffer.array(), 0, buffer.position());
                    }
                    return new Appended(collected.size(), Optional.empty());
                }
            };
        }
    },
    A_CONTENT_CANNOT_BE_CLOSED_TWICE("contentsAndWritersCanBeClosedTwice") {
        @Override
        Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
            return driver.open(key, range).map(ClosedOnce::new);
        }
    },
    A_WRITER_CANNOT_BE_CLOSED_TWICE("contentsAndWritersCanBeClosedTwice") {
        @Override
        StagedObject staged(StagedObject staged) {
            return new MutantWriter(staged) {
                private boolean closed;

                @Override
                public void close() {
                    if (closed) {
                        throw new IllegalStateException("closed");
                    }
                    closed = true;
                }
            };
        }
    },
    A_DRIVER_CANNOT_BE_CLOSED_TWICE("theDriverIsHealthyAndCanBeClosedTwice") {
        @Override
        void close(boolean again) throws IOException {
            if (again) {
                throw new IOException("closed");
            }
        }
    };

    private static final int CHUNK = 256 * 1024;

    private final String caughtBy;

    ContentMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    Optional<ObjectContent> open(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
        return driver.open(key, range);
    }

    StagedObject staged(StagedObject staged) {
        return staged;
    }

    void close(boolean again) throws IOException {
        // The store outlives its drivers.
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new MutantDriver(new InMemoryStorageDriver(store)) {
            private boolean closed;

            @Override
            public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
                return ContentMistake.this.open(driver, key, range);
            }

            @Override
            StagedObject staged(StagedObject staged, StagingRequest request) {
                return ContentMistake.this.staged(staged);
            }

            @Override
            public void close() throws IOException {
                ContentMistake.this.close(closed);
                closed = true;
            }
        };
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    private static Optional<ObjectContent> chunked(
            StorageDriver driver, ObjectKey key, ByteRange range, boolean endsEarly) throws IOException {
        Optional<ObjectInfo> info = driver.stat(key);
        return info.map(there -> new Chunked(driver, there, range, endsEarly));
    }

    /** Opens the object again for each chunk. */
    private static final class Chunked implements ObjectContent {
        private final StorageDriver driver;
        private final ObjectInfo info;
        private final boolean endsEarly;
        private final long end;
        private long position;

        Chunked(StorageDriver driver, ObjectInfo info, ByteRange range, boolean endsEarly) {
            this.driver = driver;
            this.info = info;
            this.endsEarly = endsEarly;
            this.position = range.offset();
            this.end = range.offset() + range.lengthWithin(info.size());
        }

        @Override
        public ObjectInfo info() {
            return info;
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            if (position >= end) {
                return -1;
            }
            Optional<ObjectContent> chunk = driver.open(info.key(), new ByteRange(position, end - position));
            boolean same = chunk.isPresent() && chunk.get().info().version().equals(info.version());
            if (endsEarly && !same) {
                return -1;
            }
            int count = chunk.orElseThrow(() -> new IOException("gone")).read(destination);
            position += Math.max(count, 0);
            return count;
        }

        @Override
        public Optional<ChannelTransfer> transfer() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is open between two chunks.
        }
    }

    private static final class ClosedOnce implements ObjectContent {
        private final ObjectContent content;
        private boolean closed;

        ClosedOnce(ObjectContent content) {
            this.content = content;
        }

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
            if (closed) {
                throw new IllegalStateException("closed");
            }
            closed = true;
        }
    }
}
