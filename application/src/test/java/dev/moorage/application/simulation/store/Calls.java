package dev.moorage.application.simulation.store;

import java.io.IOException;

/** Delivers a replica's calls to the store, and decides when, how often, and with which answer. */
public interface Calls {
    /** Makes a call that changes nothing. */
    <T> T read(String what, Effect<T> effect) throws IOException;

    /** Makes a call that changes the store. */
    <T> T change(String what, Effect<T> effect) throws IOException;

    /**
     * Writes bytes into a file. The write may be torn.
     *
     * @param write writes the given number of the bytes
     */
    void write(String what, int length, Write write) throws IOException;

    /** Lets other threads run. */
    void pause(String what);

    /** Returns a number from the seed, from 0 (inclusive) to {@code bound} (exclusive). */
    int random(int bound);

    /** A part of a write. */
    interface Write {
        void first(int length) throws IOException;
    }

    /** Calls that happen at once and never fail. */
    Calls PLAIN = new Calls() {
        @Override
        public <T> T read(String what, Effect<T> effect) throws IOException {
            return effect.apply();
        }

        @Override
        public <T> T change(String what, Effect<T> effect) throws IOException {
            return effect.apply();
        }

        @Override
        public void write(String what, int length, Write write) throws IOException {
            write.first(length);
        }

        @Override
        public void pause(String what) {
            // There is no other thread.
        }

        @Override
        public int random(int bound) {
            return 0;
        }
    };
}
