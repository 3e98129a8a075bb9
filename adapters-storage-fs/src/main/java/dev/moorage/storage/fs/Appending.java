package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.BodySource;
import dev.moorage.application.transfer.TransferBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Takes a body through memory: a slow one through a small buffer, one that fills it again and again through large ones, of
 * which one is written while the other is filled, as long as there are large ones to spare. For one body.
 */
final class Appending implements AutoCloseable {
    private static final int FULL_READS_BEFORE_LARGE = 2;
    private static final int SLOW_READS_BEFORE_SMALL = 16;

    private final TransferBuffers buffers;
    private final WriteBeside writing;
    private TransferBuffers.Lease filling;
    private TransferBuffers.Lease other;
    private int fullReads;
    private int slowReads;

    Appending(TransferBuffers buffers, WriteBeside.Sink sink) {
        this.buffers = buffers;
        this.writing = new WriteBeside(sink);
        this.filling = buffers.small();
        this.other = filling;
    }

    /** Takes all of the body; tells why it broke off, when it did. What the sink throws is thrown. */
    Optional<IOException> append(BodySource source) throws IOException {
        Optional<IOException> broken = Optional.empty();
        int count = 0;
        while (count >= 0) {
            ByteBuffer buffer = filling.buffer().clear();
            try {
                count = source.read(buffer);
            } catch (IOException e) {
                broken = Optional.of(e);
                count = -1;
            }
            if (count >= 0) {
                write(buffer.flip(), count);
            }
        }
        writing.await();
        return broken;
    }

    private void write(ByteBuffer bytes, int count) throws IOException {
        fullReads = count >= TransferBuffers.SMALL ? fullReads + 1 : 0;
        slowReads = count < TransferBuffers.SMALL ? slowReads + 1 : 0;
        if (isLarge(filling) && isLarge(other) && count >= TransferBuffers.SMALL) {
            writing.begin(bytes);
            TransferBuffers.Lease next = other;
            other = filling;
            filling = next;
        } else {
            writing.write(bytes);
        }
        if (!isLarge(filling) && fullReads >= FULL_READS_BEFORE_LARGE) {
            release();
            filling = buffers.large();
            other = buffers.large();
            fullReads = 0;
        } else if (isLarge(filling) && slowReads >= SLOW_READS_BEFORE_SMALL) {
            release();
            filling = buffers.small();
            other = filling;
        }
    }

    private static boolean isLarge(TransferBuffers.Lease lease) {
        return lease.buffer().capacity() > TransferBuffers.SMALL;
    }

    private void release() throws IOException {
        writing.await();
        filling.close();
        other.close();
    }

    /** Gives the buffers back, once nothing is written from them. */
    @Override
    public void close() {
        writing.close();
        filling.close();
        other.close();
    }
}
