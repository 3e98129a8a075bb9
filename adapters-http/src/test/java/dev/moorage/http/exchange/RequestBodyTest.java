package dev.moorage.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.in.blob.BlobContent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private final AtomicInteger closed = new AtomicInteger();

    private final Pieces pieces = new Pieces();

    private final List<Long> widened = new ArrayList<>();
    private boolean over;

    private RequestBody body(long length, byte[]... content) {
        pieces.coming.addAll(List.of(content));
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (_, method, arguments) -> over
                        ? isOver()
                        : switch (method.getName()) {
                            case "getContentLengthLong" -> length;
                            case "getHeader" ->
                                "Transfer-Encoding".equals(arguments[0]) && length < 0 ? "chunked" : null;
                            case "getProtocol" -> "HTTP/1.1";
                            default -> throw new UnsupportedOperationException(method.getName());
                        });
        return new RequestBody(request, new ClientConnection() {
            @Override
            public void close(HttpServletRequest closing) {
                closed.incrementAndGet();
            }

            @Override
            public BooleanSupplier presence(HttpServletRequest asking) {
                return () -> true;
            }

            @Override
            public BodyChunks body(HttpServletRequest reading) {
                return pieces;
            }

            @Override
            public void widen(HttpServletRequest receiving, long expected) {
                widened.add(expected);
            }

            @Override
            public Optional<DirectBody> direct(
                    HttpServletRequest sending, ServletOutputStream out, BlobContent.Transfer content) {
                throw new UnsupportedOperationException("a body is received here");
            }

            @Override
            public long sent(HttpServletRequest sending) {
                return 0;
            }

            @Override
            public boolean isGone(HttpServletRequest answering) {
                return false;
            }
        });
    }

    private static Object isOver() {
        throw new IllegalStateException("the request is over");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void aBodyThatIsLetInIsExpectedOnceItIsReadAndNotBefore() throws IOException {
        RequestBody body = body(10, new byte[4], new byte[6]).letIn();
        assertThat(widened).isEmpty();
        body.read(ByteBuffer.allocate(100));
        body.read(ByteBuffer.allocate(100));
        assertThat(widened).containsExactly(10L);
    }

    @Test
    void aBodyThatIsDrainedIsNotExpected() throws IOException {
        BodyDrain.drain(body(4, new byte[4]));
        assertThat(widened).isEmpty();
    }

    @Test
    void whoWaitsForMoreOfItsBodyIsCutOff() throws IOException {
        RequestBody body = body(10, new byte[4]);
        body.read(ByteBuffer.allocate(100));
        body.abort();
        assertThat(closed).hasValue(1);
    }

    @Test
    void whoHasAllOfItsBodyStillGetsItsAnswer() throws IOException {
        RequestBody body = body(4, new byte[4]);
        body.read(ByteBuffer.allocate(100));
        body.abort();
        assertThat(closed).hasValue(0);
    }

    @Test
    void whoHasNoBodyStillGetsItsAnswer() {
        body(0).abort();
        assertThat(closed).hasValue(0);
    }

    /**
     * A regression test. A status request found a PATCH whose client had gone, and ended it after it was over. The access to
     * the completed request failed, with a response of 500.
     */
    @Test
    void whoseRequestIsOverIsNotTouchedAnyMore() throws IOException {
        RequestBody body = body(10, new byte[4]);
        body.read(ByteBuffer.allocate(100));
        body.close();
        over = true;
        body.abort();
        assertThat(closed).hasValue(0);
        assertThat(body.length()).hasValue(10);
    }

    @Test
    void aBodyInChunksHasEndedOnceItsEndWasRead() throws IOException {
        RequestBody body = body(-1, new byte[4]);
        body.read(ByteBuffer.allocate(100));
        body.abort();
        assertThat(closed).hasValue(1);
        assertThat(body.read(ByteBuffer.allocate(100))).isNegative();
        body.abort();
        assertThat(closed).hasValue(1);
    }

    @Test
    void piecesThatAreHereAreReadTogether() throws IOException {
        RequestBody body = body(5, bytes(1, 2, 3), bytes(4, 5));
        ByteBuffer four = ByteBuffer.allocate(4);
        assertThat(body.read(four)).isEqualTo(4);
        assertThat(four.array()).containsExactly(1, 2, 3, 4);
        assertThat(body.hasEnded()).isFalse();
        assertThat(body.read(four.clear())).isEqualTo(1);
        assertThat(four.get(0)).isEqualTo((byte) 5);
        assertThat(body.hasEnded()).isTrue();
        assertThat(body.received()).isEqualTo(5);
    }

    @Test
    void aBodyThatBreaksOffThrowsAfterItsBytes() throws IOException {
        RequestBody body = body(9, bytes(1, 2, 3));
        pieces.broken = Optional.of(new IOException("gone"));
        ByteBuffer read = ByteBuffer.allocate(10);
        assertThat(body.read(read)).isEqualTo(3);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> body.read(read))
                .withMessage("gone");
        assertThat(body.hasEnded()).isFalse();
    }

    @Test
    void aBodyThatIsShorterThanItSaidIsBroken() throws IOException {
        RequestBody body = body(9, bytes(1, 2, 3));
        body.read(ByteBuffer.allocate(10));
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> body.read(ByteBuffer.allocate(10)));
    }

    /** A body that has arrived completely. */
    private static final class Pieces implements BodyChunks {
        private final Deque<byte[]> coming = new ArrayDeque<>();
        private Optional<IOException> broken = Optional.empty();

        @Override
        public Optional<ByteBuffer> next() throws IOException {
            if (coming.isEmpty() && broken.isPresent()) {
                throw broken.get();
            }
            return arrived();
        }

        @Override
        public boolean await(Duration most) {
            return true;
        }

        @Override
        public Optional<ByteBuffer> arrived() {
            return Optional.ofNullable(coming.poll()).map(ByteBuffer::wrap);
        }

        @Override
        public void close() {
            // The bytes are in memory of their own.
        }
    }
}
