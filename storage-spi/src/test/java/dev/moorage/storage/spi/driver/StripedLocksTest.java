package dev.moorage.storage.spi.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StripedLocksTest {
    private static final ObjectKey KEY = new ObjectKey("a/b");

    private final StripedLocks locks = new StripedLocks(4);
    private int counter;

    /** Raises the counter in two steps, so that two threads at once would lose a count. */
    private boolean raise() {
        int before = counter;
        Thread.yield();
        counter = before + 1;
        return true;
    }

    @Test
    void changesOfOneKeyAndOfAllKeysNeverOverlap() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                boolean all = thread % 2 == 0;
                threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        boolean _ = all ? locks.lockedAll(this::raise) : locks.locked(KEY, this::raise);
                    }
                    return true;
                });
            }
        }
        assertThat(counter).isEqualTo(4000);
    }

    @Test
    void aChangeThatFailsReleasesItsLock() throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> locks.locked(KEY, () -> {
                    throw new IOException("no");
                }))
                .withMessage("no");
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            assertThat(other.submit(() -> locks.lockedAll(() -> "free")).get()).isEqualTo("free");
        }
    }

    @Test
    void keysAreSpreadOverAllStripes() {
        assertThat(IntStream.range(0, 1000)
                        .map(i -> locks.stripe(new ObjectKey("k/" + i)))
                        .distinct()
                        .sorted())
                .containsExactly(0, 1, 2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> new StripedLocks(0));
    }
}
