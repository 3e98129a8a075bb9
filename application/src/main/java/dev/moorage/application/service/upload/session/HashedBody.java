package dev.moorage.application.service.upload.session;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.CooperativeYield;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A request body on its way into storage, in slices. Each byte is hashed as it passes. Small reads are hashed by the
 * reading thread. Large reads are hashed by a thread of {@link ComputePool} after they have arrived.
 */
final class HashedBody implements BodySource {
    /**
     * The number of bytes from which hashing moves to another thread. For fewer bytes the switch costs more than it
     * gains.
     */
    private static final int WORTH_A_TURN = 64 * 1024;

    /** The number of bytes after which the thread gives up its processor. */
    static final long TURN_BYTES = 1 << 20;

    private static final Duration NO_TIMEOUT = Duration.ofDays(365);

    private final UploadBody body;
    private final Hasher hasher;
    private final ComputePool computing;
    private final CooperativeYield turn = new CooperativeYield(TURN_BYTES);
    private long passed;
    private long slice;
    private boolean ended;

    HashedBody(UploadBody body, Hasher hasher, ComputePool computing) {
        this.body = body;
        this.hasher = hasher;
        this.computing = computing;
    }

    /** Returns this body as a slice that ends after at most this many bytes. The rest follows in the next slice. */
    HashedBody nextSlice(long bytes) {
        slice = bytes;
        return this;
    }

    /** Returns whether the body itself has ended, and not only the slice. */
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
            body.await(NO_TIMEOUT);
            count = computing.compute(() -> receive(destination));
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
