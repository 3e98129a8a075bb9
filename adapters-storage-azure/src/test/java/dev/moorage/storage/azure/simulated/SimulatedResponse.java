package dev.moorage.storage.azure.simulated;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response in the form that the SDK reads. Its body may break off. */
final class SimulatedResponse extends HttpResponse {
    private final Answer answer;
    private final int breaksAt;

    /** @param breaksAt after how many bytes the body breaks off */
    SimulatedResponse(HttpRequest request, Answer answer, int breaksAt) {
        super(request);
        this.answer = answer;
        this.breaksAt = breaksAt;
    }

    @Override
    public int getStatusCode() {
        return answer.status();
    }

    @Override
    @SuppressWarnings("deprecation")
    public String getHeaderValue(String name) {
        return getHeaders().getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        HttpHeaders headers = new HttpHeaders();
        answer.headers().forEach((name, value) -> headers.set(HttpHeaderName.fromString(name), value));
        return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(answer.body()));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(answer.body());
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(answer.body(), charset));
    }

    @Override
    public InputStream getBodyAsInputStreamSync() {
        InputStream whole = new ByteArrayInputStream(answer.body());
        return breaksAt >= answer.body().length ? whole : new BreakingStream(whole, breaksAt);
    }

    /** A stream that ends with an error. */
    private static final class BreakingStream extends InputStream {
        private final InputStream whole;
        private int left;

        BreakingStream(InputStream whole, int left) {
            this.whole = whole;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("the test reads arrays");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("connection reset");
            }
            int count = whole.read(bytes, offset, Math.min(length, left));
            left -= count;
            return count;
        }
    }
}
