package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.BodySource;
import dev.moorage.application.transfer.TransferBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Takes a body through memory: large pieces as they are lent; a slow body through a small buffer, and one that fills it again and
 * again through a large one, as long as there are large ones to spare. For one body.
 */
final class Appending {
    private static final int FULL_READS_BEFORE_LARGE = 2;
    private static final int SLOW_READS_BEFORE_SMALL = 16;

    /** The bytes in one piece from which on a write of their own costs no more than to copy them. */
    private static final int WORTH_A_WRITE = 64 * 1024;

    private final TransferBuffers buffers;
    private final Sink sink;
    private TransferBuffers.Lease lease;
    private int fullReads;
    private int slowReads;

    /** Where the bytes go. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    Appending(TransferBuffers buffers, Sink sink) {
        this.buffers = buffers;
        this.lease = buffers.small();
        this.sink = sink;
    }

    /** Takes all of the body; tells why it broke off, when it did. What the sink throws is thrown. */
    Optional<IOException> append(BodySource source) throws IOException {
        try {
            while (true) {
                Optional<ByteBuffer> bytes;
                try {
                    bytes = next(source);
                } catch (IOException e) {
                    return Optional.of(e);
                }
                if (bytes.isEmpty()) {
                    return Optional.empty();
                }
                sink.write(bytes.get());
            }
        } finally {
            lease.close();
        }
    }

    /** A large piece where it lies, or small ones together in a buffer; empty at the end. */
    private Optional<ByteBuffer> next(BodySource source) throws IOException {
        Optional<ByteBuffer> lent = source.lend(WORTH_A_WRITE, Integer.MAX_VALUE);
        if (lent.isPresent()) {
            return lent;
        }
        suitBuffer();
        ByteBuffer buffer = lease.buffer().clear();
        int count = source.read(buffer);
        fullReads = count >= TransferBuffers.SMALL ? fullReads + 1 : 0;
        slowReads = count < TransferBuffers.SMALL ? slowReads + 1 : 0;
        return count < 0 ? Optional.empty() : Optional.of(buffer.flip());
    }

    private void suitBuffer() {
        boolean large = lease.buffer().capacity() > TransferBuffers.SMALL;
        if (!large && fullReads >= FULL_READS_BEFORE_LARGE) {
            lease.close();
            lease = buffers.large();
            fullReads = 0;
        } else if (large && slowReads >= SLOW_READS_BEFORE_SMALL) {
            lease.close();
            lease = buffers.small();
        }
    }
}
