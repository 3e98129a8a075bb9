package dev.moorage.application.simulation;

import dev.moorage.application.simulation.store.Calls;
import dev.moorage.application.simulation.store.Effect;
import java.io.IOException;

/** Calls to the store of which one fails, either before or after it takes effect. */
final class FailingOnce implements Calls {
    private final int failing;
    private final boolean applied;
    private int calls;
    private boolean over;
    private String failed = "";

    /**
     * @param failing the number of the call that fails, starting at 1. 0 for none
     * @param applied whether the call takes effect and only its answer is lost
     */
    FailingOnce(int failing, boolean applied) {
        this.failing = failing;
        this.applied = applied;
    }

    /** Returns the call that has failed. The result is empty if there were not enough calls. */
    String failed() {
        return failed;
    }

    void failNoMore() {
        over = true;
    }

    private boolean fails(String what) {
        calls++;
        if (over || calls != failing) {
            return false;
        }
        failed = what;
        return true;
    }

    @Override
    public <T> T read(String what, Effect<T> effect) throws IOException {
        return change(what, effect);
    }

    @Override
    public <T> T change(String what, Effect<T> effect) throws IOException {
        if (!fails(what)) {
            return effect.apply();
        }
        if (applied) {
            effect.apply();
        }
        throw new IOException("no answer to " + what);
    }

    @Override
    public void write(String what, int length, Write write) throws IOException {
        if (!fails(what)) {
            write.first(length);
            return;
        }
        write.first(applied ? length : length / 2);
        throw new IOException("torn: " + what);
    }

    @Override
    public void pause(String what) {
        // There is no other thread.
    }

    @Override
    public int random(int bound) {
        return calls % bound;
    }
}
