package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.domain.fetch.FetchProtocol;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The bytes of a blob from its upstream. A transfer that breaks off continues where it ended: by a range, or where the upstream
 * does not know ranges, by skipping what was received. For use by one thread.
 */
final class ResumingBody implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 5;

    /** The number of bytes after which a transfer counts as one that works. */
    private static final long WORKS = 1 << 20;

    private static final int SKIPPED_AT_ONCE = 64 * 1024;

    private final FetchProtocol protocol;
    private final Opening opening;
    private final Duration pause;
    private final OptionalLong size;
    private UpstreamBlob blob;
    private long at;
    private long offset;
    private int attempts;
    private long since;

    /** Asks the upstream for the blob. */
    interface Opening {
        /** Returns the blob from an offset on. */
        UpstreamAnswer<UpstreamBlob> open(long offset);
    }

    /**
     * @param blob the first answer
     * @param pause how long to wait before the second attempt
     */
    ResumingBody(FetchProtocol protocol, Opening opening, UpstreamBlob blob, Duration pause) {
        this.protocol = protocol;
        this.opening = opening;
        this.blob = blob;
        this.size = blob.size();
        this.at = blob.begins();
        this.pause = pause;
    }

    /** Returns the size of the blob, if the upstream says it. */
    OptionalLong size() {
        return size;
    }

    /** Continues after bytes that were received by another fetch. */
    void continueAt(long next) throws IOException {
        offset = next;
        since = next;
        blob.close();
        if (size.isEmpty() || next < size.getAsLong()) {
            reopen();
        }
    }

    /**
     * Reads some bytes, and no more than the blob has.
     *
     * @return how many bytes were put into the buffer, or -1 at the end
     * @throws UpstreamFailedException the upstream has broken off, again and again
     */
    int read(ByteBuffer destination) throws IOException {
        while (true) {
            long left = protocol.taken(offset, size.orElse(Long.MAX_VALUE), destination.remaining());
            if (left == 0 && destination.hasRemaining()) {
                return -1;
            }
            int limit = destination.limit();
            try {
                skip();
                destination.limit(destination.position() + (int) left);
                int count = blob.read(destination);
                if (count >= 0) {
                    at += count;
                    offset += count;
                    if (offset - since >= WORKS) {
                        since = offset;
                        attempts = 0;
                    }
                    return count;
                }
                if (size.isEmpty()) {
                    return -1;
                }
                again(new IOException("the transfer ended after " + offset + " of " + size.getAsLong() + " bytes"));
            } catch (UpstreamFailedException e) {
                throw e;
            } catch (IOException e) {
                again(e);
            } finally {
                destination.limit(limit);
            }
        }
    }

    private void skip() throws IOException {
        if (protocol.continues(offset, at)) {
            return;
        }
        ByteBuffer skipped = ByteBuffer.allocate(SKIPPED_AT_ONCE);
        while (at < offset) {
            skipped.clear().limit((int) Math.min(SKIPPED_AT_ONCE, offset - at));
            int count = blob.read(skipped);
            if (count < 0) {
                throw new IOException("the transfer ended before the bytes that are missing");
            }
            at += count;
        }
    }

    private void again(IOException why) throws IOException {
        blob.close();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        while (true) {
            attempts++;
            if (attempts >= MOST_ATTEMPTS) {
                throw new UpstreamFailedException(
                        Reason.UNAVAILABLE, "the upstream breaks off again and again: " + why.getMessage());
            }
            Pausing.sleep(pause.multipliedBy(1L << attempts));
            UpstreamAnswer<UpstreamBlob> answer = opening.open(offset);
            if (answer instanceof Found<UpstreamBlob>(UpstreamBlob next)) {
                use(next);
                return;
            }
            if (attempts == MOST_ATTEMPTS - 1) {
                throw FetchFailures.gone(answer);
            }
        }
    }

    private void reopen() throws IOException {
        UpstreamAnswer<UpstreamBlob> answer = opening.open(offset);
        if (!(answer instanceof Found<UpstreamBlob>(UpstreamBlob next))) {
            throw FetchFailures.gone(answer);
        }
        use(next);
    }

    private void use(UpstreamBlob next) throws UpstreamFailedException {
        if (next.begins() > offset || next.size().isPresent() && !next.size().equals(size)) {
            next.close();
            throw new UpstreamFailedException(Reason.WRONG, "the upstream answers with another range or size");
        }
        blob = next;
        at = next.begins();
    }

    @Override
    public void close() {
        blob.close();
    }
}
