package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The locks of two processes that share a root. */
class KeyLocksTest {
    private static final ObjectKey GUARD = new ObjectKey("guards/one");
    private static final ObjectKey BLOB = new ObjectKey("blobs/x/data");

    @TempDir
    private Path folder;

    private KeyLocks locks() throws IOException {
        return KeyLocks.at(folder.resolve("keys"), FilesystemOptions.DEFAULTS.modes());
    }

    @Test
    void aProcessThatStopsInsideADeleteKeepsNoOtherKeyWaiting() throws IOException {
        try (KeyLocks stopped = locks();
                KeyLocks other = locks()) {
            int changed = stopped.locked(GUARD, BLOB, () -> {
                int count = 0;
                for (int i = 0; i < 1000; i++) {
                    count += other.locked(new ObjectKey("blobs/" + i + "/data"), () -> 1);
                }
                return count;
            });
            assertThat(changed).isEqualTo(1000);
        }
    }

    @Test
    void aChangeOfAKeyWaitsForThatOfAnotherProcess() throws Exception {
        try (KeyLocks one = locks();
                KeyLocks other = locks()) {
            AtomicInteger changes = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            Thread second = Thread.ofPlatform().unstarted(() -> {
                begun.countDown();
                try {
                    other.locked(GUARD, changes::incrementAndGet);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            int seen = one.locked(BLOB, GUARD, () -> {
                second.start();
                await(begun);
                for (int i = 0; i < 100; i++) {
                    one.locked(new ObjectKey("blobs/other"), () -> true);
                }
                return changes.get();
            });
            second.join();
            assertThat(seen).isZero();
            assertThat(changes).hasValue(1);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
