package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.domain.fetch.FetchProtocol;
import dev.moorage.storage.spi.object.ObjectContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of a blob while they arrive. One thread adds them, and does not wait for readers as long as the bytes are stored. The last
 * ones are kept in memory.
 * What lies further back is read from the staged object, and when the blob is stored, from the storage.
 */
final class Incoming {
    /** How many of the last bytes are kept in memory. */
    static final int RECENT = 1 << 20;

    private static final Duration MOST_WAIT = Duration.ofSeconds(10);

    private final FetchProtocol protocol;
    private final long size;
    private final byte[] recent;
    private final List<StagedRead> reads = new ArrayList<>();
    private long received;
    private long oldest;
    private boolean verified;
    private boolean staging;
    private boolean paced;
    private boolean hadReader;
    private final IdentityHashMap<Object, Long> positions = new IdentityHashMap<>();
    private Optional<Outcome> outcome = Optional.empty();

    /** How a fetch has ended. */
    sealed interface Outcome {
        /** The blob is stored. */
        record Stored() implements Outcome {}

        /** All bytes were sent and are right, but this replica has not stored them. */
        record Passed() implements Outcome {}

        /** No more bytes come. */
        record Failed(IOException failure) implements Outcome {}
    }

    /** What a reader gets at its position. */
    sealed interface Bytes {
        /** Bytes were put into the buffer. */
        record Copied(int count) implements Bytes {}

        /** The bytes are in a part of the staged object. The reader closes it. */
        record Staged(ObjectContent content) implements Bytes {}

        /** The bytes are in the storage, if they are anywhere. */
        record Elsewhere() implements Bytes {}
    }

    /** A reader's wish for staged bytes. The thread that has the staged object fulfils it. */
    static final class StagedRead {
        private final long offset;
        private Optional<ObjectContent> content = Optional.empty();
        private boolean answered;
        private boolean abandoned;

        private StagedRead(long offset) {
            this.offset = offset;
        }

        long offset() {
            return offset;
        }
    }

    /** @param size the size of the blob */
    Incoming(FetchProtocol protocol, long size) {
        this.protocol = protocol;
        this.size = size;
        this.recent = new byte[(int) Math.min(size, RECENT)];
    }

    long size() {
        return size;
    }

    /** Begins after bytes that an earlier fetch has left in the staged object. */
    synchronized void continuesAt(long offset) {
        received = offset;
        oldest = offset;
    }

    /** Says whether readers can ask for staged bytes. */
    synchronized void isStaging(boolean can) {
        staging = can;
        notifyAll();
    }

    /**
     * Says that nothing is stored from now on, so that what readers miss in memory is lost to them. The first reader may still be on its
     * way from the request that began the fetch, so its place is held.
     */
    synchronized void isPaced() {
        paced = true;
        if (!hadReader) {
            positions.put(this, oldest);
        }
    }

    /** Remembers where a reader is, until it {@linkplain #leaves leaves}. */
    synchronized void isAt(Object reader, long position) {
        hadReader = true;
        positions.remove(this);
        positions.put(reader, position);
        if (paced) {
            notifyAll();
        }
    }

    synchronized void leaves(Object reader) {
        positions.remove(reader);
        notifyAll();
    }

    /** Waits for readers, where bytes are not stored. A reader that makes no progress for a while is left behind. */
    private void awaitReaders(int count) {
        long slowest = slowest();
        long end = System.nanoTime() + MOST_WAIT.toNanos();
        while (paced && received + count - slowest > recent.length && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, MOST_WAIT.toNanos());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            if (slowest() > slowest) {
                slowest = slowest();
                end = System.nanoTime() + MOST_WAIT.toNanos();
            }
        }
    }

    /** Returns the position of the slowest reader that can still have all bytes. */
    private long slowest() {
        return positions.values().stream()
                .mapToLong(Long::longValue)
                .filter(position -> position >= oldest)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Adds the remaining bytes of the buffer. */
    synchronized void add(ByteBuffer bytes) {
        awaitReaders(bytes.remaining());
        while (bytes.hasRemaining()) {
            int at = (int) (received % recent.length);
            int count = Math.min(bytes.remaining(), recent.length - at);
            bytes.get(recent, at, count);
            received += count;
        }
        oldest = Math.max(oldest, received - recent.length);
        notifyAll();
    }

    synchronized void isVerified() {
        verified = true;
        notifyAll();
    }

    synchronized void ends(Outcome how) {
        if (outcome.isEmpty()) {
            outcome = Optional.of(how);
        }
        staging = false;
        notifyAll();
    }

    synchronized Optional<Outcome> outcome() {
        return outcome;
    }

    /** Returns whether a reader waits for staged bytes. */
    synchronized boolean hasReads() {
        return !reads.isEmpty();
    }

    /** Returns the wishes of readers, each once. */
    synchronized List<StagedRead> takeReads() {
        List<StagedRead> taken = List.copyOf(reads);
        reads.clear();
        return taken;
    }

    /** Fulfils a wish. Content for a reader that has gone is closed. */
    synchronized void answer(StagedRead read, Optional<ObjectContent> content) {
        read.answered = true;
        read.content = content;
        if (read.abandoned) {
            content.ifPresent(ObjectContent::close);
        }
        notifyAll();
    }

    /** Returns how many bytes readers may have now. */
    synchronized long servable() {
        return protocol.servable(received, size, verified);
    }

    /**
     * Returns all bytes of a blob that is kept in memory as a whole.
     *
     * @throws IllegalStateException they are not all there
     */
    synchronized byte[] whole() {
        if (received != size || oldest != 0) {
            throw new IllegalStateException("not all bytes are in memory");
        }
        return recent.clone();
    }

    /**
     * Reads at a position. Blocks until there is at least one byte.
     *
     * @param most the greatest number of bytes to copy
     * @param patience how long to wait
     * @throws UpstreamFailedException the fetch has failed, or brought no byte in time
     */
    synchronized Bytes read(long position, ByteBuffer destination, long most, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<StagedRead> waiting = Optional.empty();
        try {
            while (true) {
                if (position >= oldest && position < servable()) {
                    return new Bytes.Copied(copy(position, destination, most));
                }
                if (waiting.isPresent() && waiting.get().answered) {
                    Optional<ObjectContent> content = waiting.get().content;
                    waiting = Optional.empty();
                    if (content.isPresent()) {
                        return new Bytes.Staged(content.get());
                    }
                    staging = false; // The store cannot read staged bytes.
                }
                if (outcome.isPresent()) {
                    return ended(outcome.get());
                }
                if (position < oldest && position < servable() && staging && waiting.isEmpty()) {
                    waiting = Optional.of(new StagedRead(position));
                    reads.add(waiting.get());
                }
                await(end);
            }
        } finally {
            waiting.ifPresent(this::abandon);
        }
    }

    private void abandon(StagedRead read) {
        read.abandoned = true;
        reads.remove(read);
        read.content.ifPresent(ObjectContent::close);
    }

    private static Bytes ended(Outcome how) throws IOException {
        if (how instanceof Outcome.Failed(IOException failure)) {
            throw failure instanceof UpstreamFailedException upstream ? upstream.again() : new IOException(failure);
        }
        return new Bytes.Elsewhere();
    }

    private int copy(long position, ByteBuffer destination, long most) {
        int at = (int) (position % recent.length);
        int count = (int)
                Math.min(Math.min(most, servable() - position), Math.min(destination.remaining(), recent.length - at));
        destination.put(recent, at, count);
        return count;
    }

    private void await(long end) throws IOException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new UpstreamFailedException(Reason.SLOW, "the upstream has not sent the bytes in time");
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
