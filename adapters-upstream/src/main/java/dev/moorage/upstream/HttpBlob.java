package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamBlob;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A blob in the body of a response. */
final class HttpBlob implements UpstreamBlob {
    /** {@code Content-Range}: RFC 9110, section 14.4. */
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final TimedBody body;
    private final long begins;
    private final OptionalLong size;

    private HttpBlob(TimedBody body, long begins, OptionalLong size) {
        this.body = body;
        this.begins = begins;
        this.size = size;
    }

    /**
     * Returns the blob in a response of 200 or 206. Empty where the headers contradict each other.
     *
     * @param offset the first byte that was asked for
     */
    static Optional<HttpBlob> of(HttpResponse<TimedBody> response, long offset) {
        if (response.statusCode() == 200) {
            return Optional.of(
                    new HttpBlob(response.body(), 0, response.headers().firstValueAsLong("Content-Length")));
        }
        Matcher range =
                RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(range.group(1));
        long size = Long.parseLong(range.group(3));
        boolean right = first == offset && Long.parseLong(range.group(2)) == size - 1;
        return right ? Optional.of(new HttpBlob(response.body(), first, OptionalLong.of(size))) : Optional.empty();
    }

    @Override
    public long begins() {
        return begins;
    }

    @Override
    public OptionalLong size() {
        return size;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return body.read(destination);
    }

    @Override
    public void close() {
        body.close();
    }
}
