package dev.moorage.application.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobChangedException;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests when reads of blobs are answered from the cache, and when they are not. */
class BlobDescriptorCacheTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, new byte[3]);

    private final AtomicLong nanos = new AtomicLong();
    private final BlobDescriptorCache cache =
            new BlobDescriptorCache(100, Duration.ofSeconds(10), nanos::get, CacheObserver.NONE);
    private final OneBlob storage = new OneBlob();
    private final GetBlob get = cache.reading(storage);
    private final DeleteBlob delete = cache.deleting((_, _, _) -> storage.there = false);

    /** Storage that has one blob, or fails. */
    private static final class OneBlob implements GetBlob {
        private volatile boolean there = true;
        private volatile boolean failing;
        private volatile int asked;
        private volatile long size = 3;
        private volatile int requested;
        private volatile Runnable meanwhile = () -> {};

        @Override
        public BlobInfo request(RepositoryName repository, Digest digest) throws IOException {
            requested++;
            return stat(repository, digest);
        }

        @Override
        public BlobInfo stat(RepositoryName repository, Digest digest) throws IOException {
            asked++;
            boolean found = there;
            long seen = size;
            meanwhile.run();
            if (failing) {
                throw new IOException("no answer");
            }
            if (!found) {
                throw new RegistryException(ErrorCode.BLOB_UNKNOWN, "unknown");
            }
            return new BlobInfo(digest, seen);
        }

        @Override
        public BlobContent open(BlobInfo blob, ByteRange range) throws BlobChangedException {
            if (blob.size() != size) {
                throw new BlobChangedException(blob.digest());
            }
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<URI> redirect(BlobInfo blob) {
            return Optional.empty();
        }
    }

    @Test
    void aClientThatOpensABlobAsksForItAsSuchUnlessItIsRemembered() throws IOException {
        assertThat(get.request(REPOSITORY, DIGEST).size()).isEqualTo(3);
        assertThat(storage.requested).isEqualTo(1);
        get.request(REPOSITORY, DIGEST);
        get.stat(REPOSITORY, DIGEST);
        assertThat(storage.asked).isEqualTo(1);
    }

    @Test
    void aBlobThatIsKnownIsNotAskedFor() throws IOException {
        assertThat(get.stat(REPOSITORY, DIGEST)).isEqualTo(new BlobInfo(DIGEST, 3));
        assertThat(get.stat(REPOSITORY, DIGEST)).isEqualTo(new BlobInfo(DIGEST, 3));
        assertThat(storage.asked).isEqualTo(1);
    }

    @Test
    void anotherRepositoryIsAskedForItself() throws IOException {
        get.stat(REPOSITORY, DIGEST);
        storage.there = false;
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> get.stat(RepositoryName.parse("a/c"), DIGEST));
    }

    @Test
    void absenceAndFailureAreNotRemembered() throws IOException {
        storage.there = false;
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> get.stat(REPOSITORY, DIGEST));
        storage.there = true;
        storage.failing = true;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> get.stat(REPOSITORY, DIGEST))
                .withMessage("no answer");
        storage.failing = false;
        assertThat(get.stat(REPOSITORY, DIGEST).size()).isEqualTo(3);
    }

    @Test
    void aDeleteHereIsSeenAtOnceAndOneElsewhereInItsTime() throws IOException {
        get.stat(REPOSITORY, DIGEST);
        delete.delete(UnrestrictedCaller.ANONYMOUS, REPOSITORY, DIGEST);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> get.stat(REPOSITORY, DIGEST));
        storage.there = true;
        get.stat(REPOSITORY, DIGEST);
        storage.there = false;
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(get.stat(REPOSITORY, DIGEST).size()).isEqualTo(3);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> get.stat(REPOSITORY, DIGEST));
    }

    @Test
    void aReaderThatSawTheBlobBeforeItsDeleteDoesNotBringItBack() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        storage.meanwhile = () -> {
            seen.countDown();
            try {
                assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        CompletableFuture<BlobInfo> reader = CompletableFuture.supplyAsync(() -> stat(), Thread::startVirtualThread);
        assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> deleted = CompletableFuture.runAsync(() -> delete(), Thread::startVirtualThread);
        while (storage.there) {
            Thread.onSpinWait();
        }
        storage.meanwhile = () -> {};
        goOn.countDown();
        deleted.get(10, TimeUnit.SECONDS);
        assertThat(reader.get(10, TimeUnit.SECONDS).size()).isEqualTo(3);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> get.stat(REPOSITORY, DIGEST));
    }

    private void push(long size) throws IOException {
        PushBlob push = cache.pushing(command -> {
            storage.size = size;
            return new CompleteResult.Committed(command.digest());
        });
        var _ = push.push(
                new PushBlobCommand(UnrestrictedCaller.ANONYMOUS, RepositoryName.parse("z"), DIGEST, new NoBody()));
    }

    private static final class NoBody implements UploadBody {
        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public int read(ByteBuffer destination) {
            return -1;
        }

        @Override
        public void abort() {
            // Nothing reads it.
        }
    }

    @Test
    void aPushIntoAnyRepositoryIsSeenInEveryOther() throws IOException {
        RepositoryName other = RepositoryName.parse("a/c");
        get.stat(REPOSITORY, DIGEST);
        get.stat(other, DIGEST);
        push(7);
        assertThat(get.stat(REPOSITORY, DIGEST).size()).isEqualTo(7);
        assertThat(get.stat(other, DIGEST).size()).isEqualTo(7);
        assertThat(get.stat(other, DIGEST).size()).isEqualTo(7);
        assertThat(storage.asked).as("each was asked for again, once").isEqualTo(4);
    }

    @Test
    void aReaderThatLookedBeforeThePushIsNotRemembered() throws IOException {
        storage.meanwhile = () -> {
            storage.meanwhile = () -> {};
            try {
                push(7);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThat(get.stat(REPOSITORY, DIGEST).size()).isEqualTo(7);
    }

    @Test
    void aSizeThatTheObjectHasNotIsForgotten() throws IOException {
        BlobInfo remembered = get.stat(REPOSITORY, DIGEST);
        storage.size = 7;
        assertThat(get.stat(REPOSITORY, DIGEST).size()).isEqualTo(3);
        assertThatExceptionOfType(BlobChangedException.class)
                .isThrownBy(() -> get.open(remembered, new ByteRange(0, 3)));
        assertThat(get.stat(REPOSITORY, DIGEST).size()).isEqualTo(7);
    }

    private BlobInfo stat() {
        try {
            return get.stat(REPOSITORY, DIGEST);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void delete() {
        try {
            delete.delete(UnrestrictedCaller.ANONYMOUS, REPOSITORY, DIGEST);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
