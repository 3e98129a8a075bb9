package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private final AtomicInteger closed = new AtomicInteger();

    private RequestBody body(long length, byte[] content) {
        ServletInputStream in = new Arrived(new ByteArrayInputStream(content));
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "getContentLengthLong" -> length;
                    case "getInputStream" -> in;
                    case "getHeader" -> "Transfer-Encoding".equals(arguments[0]) && length < 0 ? "chunked" : null;
                    case "getProtocol" -> "HTTP/1.1";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new RequestBody(
                request,
                new ClientConnection() {
                    @Override
                    public void close(HttpServletRequest closing) {
                        closed.incrementAndGet();
                    }

                    @Override
                    public long sent(HttpServletRequest sending) {
                        return 0;
                    }
                },
                new BodyRate(0, Duration.ofSeconds(20)));
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
        body(0, new byte[0]).abort();
        assertThat(closed).hasValue(0);
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

    /** A body of which all that will come has come. */
    private static final class Arrived extends ServletInputStream {
        private final InputStream content;

        Arrived(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            return content.read();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
