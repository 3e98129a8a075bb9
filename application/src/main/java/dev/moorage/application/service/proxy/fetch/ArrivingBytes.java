package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.hash.Hasher;
import dev.moorage.storage.spi.io.CooperativeYield;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The bytes of an upstream on their way into the storage. Each byte is hashed and given to readers as it passes. The source ends
 * for a moment when a reader wants staged bytes, or when it is time to report.
 */
final class ArrivingBytes implements BodySource {
    private static final long TURN_BYTES = 1 << 20;

    private final ResumingBody body;
    private final Hasher hasher;
    private final Incoming incoming;
    private final long reportNanos;
    private final CooperativeYield turn = new CooperativeYield(TURN_BYTES);
    private long began;
    private boolean ended;

    /** @param report the time between two reports */
    ArrivingBytes(ResumingBody body, Hasher hasher, Incoming incoming, Duration report) {
        this.body = body;
        this.hasher = hasher;
        this.incoming = incoming;
        this.reportNanos = report.toNanos();
        this.began = System.nanoTime();
    }

    /** Begins the next slice. */
    ArrivingBytes next() {
        began = System.nanoTime();
        return this;
    }

    /** Returns whether all bytes have arrived. */
    boolean ended() {
        return ended;
    }

    /** Returns whether it is time to report. */
    boolean isReportDue() {
        return System.nanoTime() - began >= reportNanos;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (ended || isReportDue() || incoming.hasReads()) {
            return -1;
        }
        return receive(destination);
    }

    /** Reads some bytes. Blocks until there is at least one, or the end. */
    int receive(ByteBuffer destination) throws IOException {
        int start = destination.position();
        int count = body.read(destination);
        if (count < 0) {
            ended = true;
            return -1;
        }
        hasher.update(destination.duplicate().flip().position(start));
        incoming.add(destination.duplicate().flip().position(start));
        turn.passed(count);
        return count;
    }

    @Override
    public boolean await(Duration most) {
        return true;
    }
}
