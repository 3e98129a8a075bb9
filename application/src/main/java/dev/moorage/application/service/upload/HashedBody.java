package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.storage.spi.BodySource;
import dev.moorage.storage.spi.io.Processors;
import dev.moorage.storage.spi.io.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A request's body on its way into storage, in slices: each byte is hashed as it passes. What is small is received and hashed by
 * the thread that reads it; what is large, once it is there, by one of {@link Processors}.
 */
final class HashedBody implements BodySource {
    /** Bytes; for fewer the way to another thread and back is not worth it. */
    private static final int WORTH_A_TURN = 64 * 1024;

    /** After so many bytes others have the thread's processor. */
    static final long TURN_BYTES = 1 << 20;

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final UploadBody body;
    private final Hasher hasher;
    private final Turn turn = new Turn(TURN_BYTES);
    private long passed;
    private long slice;
    private boolean ended;

    HashedBody(UploadBody body, Hasher hasher) {
        this.body = body;
        this.hasher = hasher;
    }

    /** This body, ending after so many bytes at the latest; the rest is in the next slice. */
    HashedBody nextSlice(long bytes) {
        slice = bytes;
        return this;
    }

    /** Whether the body itself has ended, and not just the slice. */
    boolean ended() {
        return ended;
    }

    @Override
    public boolean await(Duration most) throws IOException {
        return ended || slice == 0 || body.await(most);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (ended || slice == 0) {
            return -1;
        }
        int count;
        if (passed >= WORTH_A_TURN && destination.remaining() >= WORTH_A_TURN) {
            body.await(FOR_EVER);
            count = Processors.compute(() -> receive(destination));
        } else {
            count = receive(destination);
            turn.passed(Math.max(0, count));
        }
        ended = count < 0;
        passed += Math.max(0, count);
        slice -= Math.max(0, count);
        return count;
    }

    private int receive(ByteBuffer destination) throws IOException {
        int start = destination.position();
        int limit = destination.limit();
        if (destination.remaining() > slice) {
            destination.limit(start + (int) slice);
        }
        int count = body.read(destination);
        destination.limit(limit);
        if (count >= 0) {
            hasher.update(destination.duplicate().flip().position(start));
        }
        return count;
    }
}
