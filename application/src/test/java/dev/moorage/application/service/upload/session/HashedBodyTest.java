package dev.moorage.application.service.upload.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashedBodyTest {
    private static final int KIB = 1024;

    private final Hasher hasher = Hasher.of(DigestAlgorithm.SHA256);

    /** A body that returns its bytes in pieces, and records which threads wait for it and read it. */
    private static final class NotedBody implements UploadBody {
        private final ByteBuffer content;
        private final int piece;
        private final int breaksAt;
        private final List<Thread> waiting = new ArrayList<>();
        private final List<Thread> taking = new ArrayList<>();

        NotedBody(byte[] content, int piece, int breaksAt) {
            this.content = ByteBuffer.wrap(content);
            this.piece = piece;
            this.breaksAt = breaksAt;
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            taking.add(Thread.currentThread());
            if (content.position() >= breaksAt) {
                throw new IOException("broken");
            }
            if (!content.hasRemaining()) {
                return -1;
            }
            int count = Math.min(Math.min(piece, content.remaining()), destination.remaining());
            destination.put(content.slice(content.position(), count));
            content.position(content.position() + count);
            return count;
        }

        @Override
        public boolean await(Duration most) {
            waiting.add(Thread.currentThread());
            return true;
        }

        @Override
        public void abort() {}
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private byte[] readAll(HashedBody hashed, int buffer) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer into = ByteBuffer.allocate(buffer);
        while (hashed.read(into.clear()) >= 0) {
            all.write(into.array(), 0, into.position());
        }
        return all.toByteArray();
    }

    @Test
    void largeReadsAreHashedByTheComputePoolAndAwaitedByTheCaller() throws IOException {
        byte[] content = random(1000 * KIB);
        NotedBody body = new NotedBody(content, 64 * KIB, Integer.MAX_VALUE);
        assertThat(readAll(new HashedBody(body, hasher, new ComputePool()).nextSlice(Long.MAX_VALUE), 256 * KIB))
                .isEqualTo(content);
        assertThat(hasher.digest()).isEqualTo(Digest.of(DigestAlgorithm.SHA256, content));
        Thread own = Thread.currentThread();
        assertThat(body.taking.getFirst()).isEqualTo(own);
        assertThat(body.taking.subList(1, body.taking.size()))
                .hasSizeGreaterThan(10)
                .noneMatch(own::equals)
                .noneMatch(Thread::isVirtual);
        assertThat(body.waiting)
                .hasSameSizeAs(body.taking.subList(1, body.taking.size()))
                .allMatch(own::equals);
    }

    @Test
    void whatIsSmallIsTakenByItsOwnThread() throws IOException {
        byte[] content = random(1000 * KIB);
        NotedBody inSmallPieces = new NotedBody(content, 64 * KIB, Integer.MAX_VALUE);
        assertThat(readAll(new HashedBody(inSmallPieces, hasher, new ComputePool()).nextSlice(Long.MAX_VALUE), 8 * KIB))
                .isEqualTo(content);
        assertThat(inSmallPieces.taking).allMatch(Thread.currentThread()::equals);
        NotedBody small = new NotedBody(random(40 * KIB), 40 * KIB, Integer.MAX_VALUE);
        readAll(new HashedBody(small, hasher, new ComputePool()).nextSlice(Long.MAX_VALUE), 256 * KIB);
        assertThat(small.taking).hasSize(2).allMatch(Thread.currentThread()::equals);
    }

    @Test
    void aSliceEndsWhereItShouldAndTheNextOneGoesOn() throws IOException {
        byte[] content = random(300 * KIB);
        HashedBody hashed =
                new HashedBody(new NotedBody(content, 100 * KIB, Integer.MAX_VALUE), hasher, new ComputePool());
        assertThat(readAll(hashed.nextSlice(150 * KIB), 256 * KIB)).hasSize(150 * KIB);
        assertThat(hashed.ended()).isFalse();
        assertThat(hasher.length()).isEqualTo(150 * KIB);
        assertThat(readAll(hashed.nextSlice(200 * KIB), 256 * KIB)).hasSize(150 * KIB);
        assertThat(hashed.ended()).isTrue();
        assertThat(hasher.digest()).isEqualTo(Digest.of(DigestAlgorithm.SHA256, content));
    }

    @Test
    void aFailureOfTheBodyIsThrownAsItIsByEachThread() throws IOException {
        HashedBody hashed = new HashedBody(
                        new NotedBody(random(300 * KIB), 100 * KIB, 200 * KIB), hasher, new ComputePool())
                .nextSlice(Long.MAX_VALUE);
        ByteBuffer buffer = ByteBuffer.allocate(256 * KIB);
        assertThat(hashed.read(buffer)).isEqualTo(100 * KIB);
        assertThat(hashed.read(buffer)).isEqualTo(100 * KIB);
        assertThatIOException().isThrownBy(() -> hashed.read(buffer.clear())).withMessage("broken");
        assertThat(hashed.ended()).isFalse();
        assertThat(hasher.length()).isEqualTo(200 * KIB);
    }
}
