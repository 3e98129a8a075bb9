package dev.moorage.storage.spi.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The budget of large buffers, also when the memory for them is exhausted. */
class TransferBuffersTest {
    private static final int LARGE = 64 << 10;

    private boolean exhausted;
    private final TransferBuffers buffers = new TransferBuffers(LARGE, 2, size -> {
        if (exhausted) {
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
        }
        return ByteBuffer.allocate(size);
    });

    private int large(int asked) {
        List<TransferBuffers.Lease> leases = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            leases.add(buffers.large());
        }
        long large = leases.stream()
                .filter(lease -> lease.buffer().capacity() == LARGE)
                .count();
        leases.forEach(TransferBuffers.Lease::close);
        return (int) large;
    }

    @Test
    void aSmallBufferIsLentWhereNoLargeOneIsLeft() {
        assertThat(large(3)).isEqualTo(2);
    }

    @Test
    void aFailedAllocationGivesASmallBufferAndLosesNoLargeOne() {
        exhausted = true;
        assertThat(large(10)).isZero();
        exhausted = false;
        assertThat(large(3)).isEqualTo(2);
    }
}
