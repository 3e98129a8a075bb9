package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.BodySource;
import dev.moorage.application.transfer.TransferBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Takes a body through memory: a slow one through a small buffer, one that fills it again and again through a large one, as
 * long as there are large ones to spare.
 */
final class Appending {
    private static final int FULL_READS_BEFORE_LARGE = 2;
    private static final int SLOW_READS_BEFORE_SMALL = 16;

    private final TransferBuffers buffers;
    private final Sink sink;

    /** Where the bytes go. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    Appending(TransferBuffers buffers, Sink sink) {
        this.buffers = buffers;
        this.sink = sink;
    }

    /** Takes all of the body; tells why it broke off, when it did. What the sink throws is thrown. */
    Optional<IOException> append(BodySource source) throws IOException {
        TransferBuffers.Lease lease = buffers.small();
        int fullReads = 0;
        int slowReads = 0;
        try {
            while (true) {
                ByteBuffer buffer = lease.buffer().clear();
                int count;
                try {
                    count = source.read(buffer);
                } catch (IOException e) {
                    return Optional.of(e);
                }
                if (count < 0) {
                    return Optional.empty();
                }
                sink.write(buffer.flip());
                boolean large = lease.buffer().capacity() > TransferBuffers.SMALL;
                fullReads = count >= TransferBuffers.SMALL ? fullReads + 1 : 0;
                slowReads = count < TransferBuffers.SMALL ? slowReads + 1 : 0;
                if (!large && fullReads >= FULL_READS_BEFORE_LARGE) {
                    lease.close();
                    lease = buffers.large();
                    fullReads = 0;
                } else if (large && slowReads >= SLOW_READS_BEFORE_SMALL) {
                    lease.close();
                    lease = buffers.small();
                }
            }
        } finally {
            lease.close();
        }
    }
}
