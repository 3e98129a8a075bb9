package dev.moorage.storage.fs;

import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Moves one body from its source to a sink. A slow body goes through a small buffer. A body that fills the small buffer
 * again and again gets two large buffers, as long as the budget has some to spare: one is written while the other is filled.
 * A body that stalls holds no buffer.
 */
final class Appending implements AutoCloseable {
    private static final int FULL_READS_BEFORE_LARGE = 2;
    private static final int SLOW_READS_BEFORE_SMALL = 16;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final TransferBuffers buffers;
    private final PipelinedWriter writing;
    private Optional<TransferBuffers.Lease> filling = Optional.empty();
    private Optional<TransferBuffers.Lease> spare = Optional.empty();
    private int fullReads;
    private int slowReads;

    Appending(TransferBuffers buffers, Executor threads, PipelinedWriter.Sink sink) {
        this.buffers = buffers;
        this.writing = new PipelinedWriter(threads, sink);
    }

    /**
     * Takes all of the body.
     *
     * @return why the body broke off, or empty when it ended well
     * @throws IOException what the sink has thrown
     */
    Optional<IOException> append(BodySource source) throws IOException {
        Incoming body = new Incoming(source);
        receive(body);
        while (body.last >= 0) {
            write(body.last);
            receive(body);
        }
        writing.await();
        return body.broken;
    }

    /**
     * Receives bytes into the buffer that is filled now. No local variable holds that buffer while the thread waits.
     * Otherwise the thread's stack would keep the buffer in memory after it was given back.
     */
    private void receive(Incoming body) throws IOException {
        if (!body.await(PATIENCE)) {
            release();
            body.await(FOR_EVER);
        }
        if (filling.isEmpty()) {
            filling = Optional.of(buffers.small());
        }
        body.read(filling.get().buffer().clear());
    }

    private void write(int count) throws IOException {
        TransferBuffers.Lease lease = filling.get();
        boolean full = count >= TransferBuffers.SMALL;
        fullReads = full ? fullReads + 1 : 0;
        slowReads = full ? 0 : slowReads + 1;
        ByteBuffer bytes = lease.buffer().flip();
        if (spare.isPresent() && full) {
            writing.begin(bytes);
            filling = spare;
            spare = Optional.of(lease);
        } else {
            writing.write(bytes);
        }
        if (!isLarge(lease) && fullReads >= FULL_READS_BEFORE_LARGE) {
            release();
            TransferBuffers.Lease large = buffers.large();
            filling = Optional.of(large);
            spare = Optional.of(large)
                    .filter(Appending::isLarge)
                    .map(_ -> buffers.large())
                    .filter(Appending::isLarge);
            fullReads = 0;
        } else if (isLarge(lease) && slowReads >= SLOW_READS_BEFORE_SMALL) {
            release();
        }
    }

    private static boolean isLarge(TransferBuffers.Lease lease) {
        return lease.buffer().capacity() > TransferBuffers.SMALL;
    }

    private void release() throws IOException {
        writing.await();
        giveBack();
    }

    private void giveBack() {
        filling.ifPresent(TransferBuffers.Lease::close);
        spare.ifPresent(TransferBuffers.Lease::close);
        filling = Optional.empty();
        spare = Optional.empty();
    }

    /** Gives the buffers back, once no write uses them any more. */
    @Override
    public void close() {
        writing.close();
        giveBack();
    }

    /** A body whose failure is reported at its end. */
    private static final class Incoming {
        private final BodySource source;
        private Optional<IOException> broken = Optional.empty();
        private int last;

        Incoming(BodySource source) {
            this.source = source;
        }

        boolean await(Duration most) {
            try {
                return source.await(most);
            } catch (IOException e) {
                broken = Optional.of(e);
                return true;
            }
        }

        void read(ByteBuffer buffer) {
            try {
                last = broken.isPresent() ? -1 : source.read(buffer);
            } catch (IOException e) {
                broken = Optional.of(e);
                last = -1;
            }
        }
    }
}
