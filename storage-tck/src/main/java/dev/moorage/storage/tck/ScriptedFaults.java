package dev.moorage.storage.tck;

import java.io.IOException;
import java.util.Optional;

/**
 * Counts calls and makes those fail that a fault names. A simulated store passes each of its calls through {@link #call}.
 */
public final class ScriptedFaults implements FaultInjection {
    private Optional<Fault> armed = Optional.empty();
    private Optional<Stall> stalling = Optional.empty();
    private int calls;
    private boolean fired;

    private record Stall(int call, Runnable action) {}

    @Override
    public void arm(Fault fault) {
        begin(Optional.of(fault), Optional.empty());
    }

    @Override
    public void stall(int call, Runnable action) {
        begin(Optional.empty(), Optional.of(new Stall(call, action)));
    }

    private synchronized void begin(Optional<Fault> fault, Optional<Stall> stall) {
        armed = fault;
        stalling = stall;
        calls = 0;
        fired = false;
    }

    @Override
    public synchronized boolean disarm() {
        armed = Optional.empty();
        stalling = Optional.empty();
        return fired;
    }

    /**
     * Counts a call, where a simulation cannot pass the call itself through {@link #call}. Stalls before it when it is to.
     *
     * @return how the call fails, or empty when it does not
     */
    public Optional<Moment> next() {
        Optional<Moment> failing;
        Optional<Stall> due;
        synchronized (this) {
            failing = counted();
            due = stalling.filter(stall -> stall.call() == calls);
            if (due.isPresent()) {
                stalling = Optional.empty();
                fired = true;
            }
        }
        due.ifPresent(stall -> stall.action().run());
        return failing;
    }

    private Optional<Moment> counted() {
        calls++;
        Optional<Moment> failing = armed.filter(
                        fault -> calls >= fault.first() && calls - fault.first() < fault.count())
                .map(Fault::moment);
        fired |= failing.isPresent();
        return failing;
    }

    /** What the backend does when it is called. */
    public interface Call<T> {
        T apply() throws IOException;
    }

    /**
     * Makes a call that may fail.
     *
     * @throws IOException when the fault names this call, or the call fails by itself
     */
    public <T> T call(Call<T> call) throws IOException {
        Optional<Moment> failing = next();
        if (failing.filter(moment -> moment == Moment.REFUSED).isPresent()) {
            throw failure();
        }
        T answer = call.apply();
        if (failing.isPresent()) {
            throw failure();
        }
        return answer;
    }

    /** The exception with which a call fails. */
    public static IOException failure() {
        return new IOException("the backend fails, as it was told to");
    }
}
