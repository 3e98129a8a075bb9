package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A part of a body on its way to a store. It is filled by one thread, and then read by any, as often as it takes. A part that
 * stays small costs little: its first bytes are in a small buffer that belongs to no budget.
 */
public final class Part implements AutoCloseable {
    private final PartBuffers buffers;
    private final long capacity;
    private final Consumer<ByteBuffer> observer;
    /** What is full, and at the end what is being filled; all but the first are lent by the budget. */
    private final List<ByteBuffer> memory = new ArrayList<>();

    private Optional<SpoolFile> spool = Optional.empty();
    private long inMemory;
    private long size;

    /** What {@link #space} gave; in memory it is the last buffer itself, else it goes to the file when it was filled. */
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

    /** How many bytes it has. */
    public long size() {
        return size;
    }

    /** Whether it takes no more. */
    public boolean isFull() {
        return size == capacity;
    }

    /** A buffer to put the next bytes into, with room for one or more; {@link #filled} takes what was put there. */
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
        ByteBuffer chunk = buffers.chunk();
        if (chunk.capacity() > 0) {
            memory.add(chunk);
            space = chunk;
        } else {
            space = ByteBuffer.allocate(TransferBuffers.SMALL * 8);
            spooling = true;
            inMemory = size;
        }
    }

    /** Takes what was put into {@link #space}, up to its position. */
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

    /** All of its bytes from the start; each stream is independent, and none may outlive the part. */
    public InputStream open() {
        return new PartStream(this);
    }

    /**
     * Reads bytes from an offset.
     *
     * @return how many, one or more; -1 at the part's end
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

    /** Gives back its memory, or its file. May be called twice. */
    @Override
    public void close() throws IOException {
        for (ByteBuffer chunk : memory.subList(Math.min(1, memory.size()), memory.size())) {
            buffers.giveBack(chunk);
        }
        memory.clear();
        size = 0;
        if (spool.isPresent()) {
            spool.get().close();
        }
    }
}
