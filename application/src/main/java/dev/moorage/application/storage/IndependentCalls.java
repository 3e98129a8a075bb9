package dev.moorage.application.storage;

import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.List;

/**
 * Makes storage calls that do not depend on each other: at the same time where each takes a round trip over a network, and one after
 * the other elsewhere, where a thread costs more than the call.
 */
public final class IndependentCalls {
    private final boolean atOnce;

    public IndependentCalls(StorageDriver storage) {
        this.atOnce = storage.isRemote();
    }

    /** A call that returns nothing. */
    public interface Call {
        void run() throws IOException;
    }

    /** Returns whether calls are made at the same time. */
    public boolean atOnce() {
        return atOnce;
    }

    /**
     * Returns a read that runs while the caller makes another call. Over a local storage the read is made when its result is first asked
     * for.
     */
    public <T> OnceRead<T> begin(OnceRead.Read<T> read) {
        OnceRead<T> begun = new OnceRead<>(read);
        if (atOnce) {
            Thread.startVirtualThread(RequestSpan.handedOn(begun::run));
        }
        return begun;
    }

    /**
     * Makes two calls, the first one first where they are not made at the same time.
     *
     * @throws IOException a call has failed. The second one was made or not
     */
    public void both(Call first, Call second) throws IOException {
        if (atOnce) {
            ParallelWork.forEach(List.of(first, second), Call::run);
        } else {
            first.run();
            second.run();
        }
    }
}
