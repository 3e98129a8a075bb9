package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.out.storage.BodySource;
import dev.moorage.domain.digest.Hasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A request's body on its way into storage, in slices: each byte is hashed as it passes, by the thread that reads it. */
final class HashedBody implements BodySource {
    private final UploadBody body;
    private final Hasher hasher;
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
        int start = destination.position();
        int limit = destination.limit();
        if (destination.remaining() > slice) {
            destination.limit(start + (int) slice);
        }
        int count = body.read(destination);
        destination.limit(limit);
        if (count < 0) {
            ended = true;
            return -1;
        }
        hasher.update(destination.duplicate().flip().position(start));
        slice -= count;
        return count;
    }
}
