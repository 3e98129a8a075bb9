package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A part of a body on its way to a store. One thread fills it. Afterwards any thread can read it, any number of times. A
 * part that stays small costs little: its first bytes are in a small buffer of its own.
 */
public final class Part implements AutoCloseable {
    private final PartBuffers buffers;
    private final long capacity;
    private final Consumer<ByteBuffer> observer;
    /** The full buffers, and at the end the one that is being filled. All but the first are borrowed. */
    private final List<ByteBuffer> memory = new ArrayList<>();

    private final List<TransferBuffers.Lease> borrowed = new ArrayList<>();

    private Optional<SpoolFile> spool = Optional.empty();
    private long inMemory;
    private long size;

    /**
     * The buffer that {@link #space} returned. In memory it is the last buffer itself. Otherwise its bytes go to the file
     * when it was filled.
     */
    private ByteBuffer space = ByteBuffer.allocate(TransferBuffers.SMALL);

    private int filledFrom;
    private boolean spooling;

    Part(PartBuffers buffers, long capacity, Consumer<ByteBuffer> observer) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a part takes a byte or more");
        }
        this.buffers = buffers;
        this.capacity = capacity;
        this.observer = observer;
        memory.add(space);
    }

    /** The number of bytes in this part. */
    public long size() {
        return size;
    }

    /** Whether this part takes no more bytes. */
    public boolean isFull() {
        return size == capacity;
    }

    /**
     * A buffer for the next bytes, with room for at least one. After the caller has put bytes there, it calls
     * {@link #filled}.
     */
    public ByteBuffer space() {
        if (isFull()) {
            throw new IllegalStateException("the part is full");
        }
        if (spooling) {
            space.clear();
        } else if (space.position() == space.capacity()) {
            nextSpace();
        }
        filledFrom = space.position();
        long room = capacity - size;
        return space.limit((int) Math.min(space.capacity(), filledFrom + room));
    }

    private void nextSpace() {
        Optional<TransferBuffers.Lease> lease = buffers.borrow();
        if (lease.isPresent()) {
            borrowed.add(lease.get());
            space = lease.get().buffer();
            memory.add(space);
        } else {
            space = ByteBuffer.allocate(TransferBuffers.SMALL * 8);
            spooling = true;
            inMemory = size;
        }
    }

    /** Takes the bytes that the caller has put into {@link #space}, up to its position. */
    public void filled() throws IOException {
        ByteBuffer added = space.duplicate().limit(space.position()).position(filledFrom);
        size += added.remaining();
        observer.accept(added.duplicate());
        if (spooling) {
            if (spool.isEmpty()) {
                spool = Optional.of(buffers.spoolFile());
            }
            spool.get().append(added);
        }
    }

    /**
     * Opens a stream of all bytes from the start. Each stream is independent. No stream may be used after the part is
     * closed.
     */
    public InputStream open() {
        return new PartStream(this);
    }

    /**
     * Reads bytes from an offset.
     *
     * @return how many bytes were read, one or more, or -1 at the end of the part
     */
    int read(ByteBuffer destination, long offset) throws IOException {
        if (offset >= size) {
            return -1;
        }
        if (spool.isPresent() && offset >= inMemory) {
            return spool.get().read(destination, offset - inMemory);
        }
        long start = 0;
        for (ByteBuffer buffer : memory) {
            int filled = buffer.position();
            if (offset < start + filled) {
                int from = (int) (offset - start);
                int count = Math.min(destination.remaining(), filled - from);
                destination.put(destination.position(), buffer, from, count);
                destination.position(destination.position() + count);
                return count;
            }
            start += filled;
        }
        throw new IllegalStateException("a part has lost bytes");
    }

    /** Gives back the memory and the file. May be called twice. */
    @Override
    public void close() throws IOException {
        borrowed.forEach(buffers::giveBack);
        borrowed.clear();
        memory.clear();
        size = 0;
        if (spool.isPresent()) {
            spool.get().close();
        }
    }
}
