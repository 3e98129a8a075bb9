package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.out.event.BodyProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** A body whose progress other threads see. One thread reads it. */
final class WatchedBody implements UploadBody, BodyProgress {
    private final UploadBody body;
    private final LongSupplier nanoTime;
    private volatile long received;
    private volatile long lastByteNanos;
    private volatile boolean complete;
    private volatile boolean aborted;

    /**
     * @param nanoTime the clock, see {@link System#nanoTime}
     */
    WatchedBody(UploadBody body, LongSupplier nanoTime) {
        this.body = body;
        this.nanoTime = nanoTime;
        this.lastByteNanos = nanoTime.getAsLong();
    }

    @Override
    public OptionalLong length() {
        return body.length();
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        int count = body.read(destination);
        if (count < 0) {
            complete = true;
        } else {
            long now = received + count;
            received = now;
            lastByteNanos = nanoTime.getAsLong();
            complete = now == length().orElse(-1);
        }
        return count;
    }

    @Override
    public boolean await(Duration most) throws IOException {
        return body.await(most);
    }

    @Override
    public void abort() {
        aborted = true;
        body.abort();
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public Duration idle() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastByteNanos);
    }

    /** Returns whether another request of this process has taken the upload over. */
    boolean isAborted() {
        return aborted;
    }
}
