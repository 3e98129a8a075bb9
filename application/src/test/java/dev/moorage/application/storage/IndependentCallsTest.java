package dev.moorage.application.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.application.fixture.RemoteDriver;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Calls over a storage that is far away, and over one that is near. */
class IndependentCallsTest {
    private final StorageDriver near = new InMemoryStorageDriver(new InMemoryStore());
    private final IndependentCalls local = new IndependentCalls(near);
    private final IndependentCalls remote = new IndependentCalls(new RemoteDriver(near));
    private final CyclicBarrier both = new CyclicBarrier(2);
    private final List<String> made = new ArrayList<>();

    /** Returns when another thread is here too. */
    private void meet() throws IOException {
        try {
            both.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("the other call was not made at the same time", e);
        }
    }

    @Test
    void callsToARemoteStorageAreMadeAtTheSameTime() throws IOException {
        OnceRead<String> begun = remote.begin(() -> {
            meet();
            return "read";
        });
        meet();
        assertThat(begun.get()).isEqualTo("read");
        remote.both(this::meet, this::meet);
    }

    @Test
    void aCallToALocalStorageIsMadeWhenItsResultIsAskedFor() throws IOException {
        OnceRead<Boolean> read = local.begin(() -> made.add("read"));
        assertThat(made).isEmpty();
        assertThat(read.get()).isTrue();
        assertThat(read.get()).isTrue();
        local.both(() -> made.add("first"), () -> made.add("second"));
        assertThat(made).containsExactly("read", "first", "second");
    }

    @Test
    void aCallThatFailsFailsItsCaller() {
        OnceRead<String> broken = remote.begin(() -> {
            throw new IOException("broken");
        });
        assertThatIOException().isThrownBy(broken::get).withMessage("broken");
        for (IndependentCalls calls : new IndependentCalls[] {local, remote}) {
            assertThatIOException()
                    .isThrownBy(() -> calls.both(() -> {}, () -> {
                        throw new IOException("second");
                    }))
                    .withMessage("second");
        }
    }
}
