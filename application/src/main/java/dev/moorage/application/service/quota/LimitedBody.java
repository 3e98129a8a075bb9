package dev.moorage.application.service.quota;

import dev.moorage.application.port.in.upload.UploadBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/** A body without a length that ends with an error when it gets longer than what fits. One thread reads it. */
final class LimitedBody implements UploadBody {
    private final UploadBody body;
    private final long most;
    private long received;

    LimitedBody(UploadBody body, long most) {
        this.body = body;
        this.most = most;
    }

    @Override
    public OptionalLong length() {
        return body.length();
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        int count = body.read(destination);
        received += Math.max(0, count);
        if (isTooLong()) {
            throw new IOException("the body is longer than what fits into the quota");
        }
        return count;
    }

    @Override
    public boolean await(Duration wait) throws IOException {
        return body.await(wait);
    }

    @Override
    public void abort() {
        body.abort();
    }

    boolean isTooLong() {
        return received > most;
    }

    long received() {
        return received;
    }
}
