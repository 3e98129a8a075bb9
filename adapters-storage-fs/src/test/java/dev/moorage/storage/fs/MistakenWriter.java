package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.ForwardingStagedObject;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writers with a mistake. */
abstract class MistakenWriter extends ForwardingStagedObject {
    private final StagedObject staged;

    MistakenWriter(StagedObject staged) {
        this.staged = staged;
    }

    @Override
    protected StagedObject delegate() {
        return staged;
    }

    /** Takes its area back when it is fenced by another process, of which its memory knows nothing. */
    static final class Unfenced extends MistakenWriter {
        private final StorageDriver driver;
        private final StagingRequest request;
        private long generation;

        Unfenced(StorageDriver driver, StagedObject staged, StagingRequest request) {
            super(staged);
            this.driver = driver;
            this.request = request;
            this.generation = request.generation();
        }

        private StagedObject takenBack() throws IOException {
            while (true) {
                try {
                    generation++;
                    return driver.stage(new StagingRequest.Reopen(request.area(), generation, state()))
                            .orElseThrow();
                } catch (StagingFencedException _) {
                    // Try the next generation.
                }
            }
        }

        @Override
        public Appended append(BodySource source) throws IOException {
            return takenBack().append(source);
        }

        @Override
        public void truncate(long size) throws IOException {
            takenBack().truncate(size);
        }

        @Override
        public Sealed seal() throws IOException {
            return takenBack().seal();
        }

        @Override
        public Published publish(Sealed sealed, ObjectKey target) throws IOException {
            StagedObject mine = takenBack();
            return mine.publish(mine.seal(), target);
        }
    }

    /** Counts bytes that it has in memory alone. */
    static final class Buffering extends MistakenWriter {
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        Buffering(StagedObject staged) {
            super(staged);
        }

        @Override
        public long size() {
            return super.size() + waiting.size();
        }

        @Override
        public Appended append(BodySource source) throws IOException {
            ByteBuffer some = ByteBuffer.allocate(8192);
            while (source.read(some.clear()) >= 0) {
                waiting.write(some.array(), 0, some.position());
            }
            return new Appended(size(), Optional.empty());
        }

        @Override
        public Sealed seal() throws IOException {
            super.append(Bodies.of(waiting.toByteArray()));
            waiting.reset();
            return super.seal();
        }
    }

    /** Removes its lock when it is closed, and not when its process ends. */
    static final class Locking extends MistakenWriter {
        private final Path lock;

        Locking(StagedObject staged, Path lock) {
            super(staged);
            this.lock = lock;
        }

        @Override
        public void close() {
            super.close();
            try {
                Files.deleteIfExists(lock);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
