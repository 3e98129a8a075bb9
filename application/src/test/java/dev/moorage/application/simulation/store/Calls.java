package dev.moorage.application.simulation.store;

import java.io.IOException;

/** How a replica's calls reach the store: when, how often, and with which answer. */
public interface Calls {
    /** A call that changes nothing. */
    <T> T read(String what, Effect<T> effect) throws IOException;

    /** A call that changes something. */
    <T> T change(String what, Effect<T> effect) throws IOException;

    /**
     * A write of bytes into a file that may tear.
     *
     * @param write writes that many of the bytes
     */
    void write(String what, int length, Write write) throws IOException;

    /** Lets others do something. */
    void pause(String what);

    /** A number from the seed, from 0 on. */
    int random(int bound);

    /** Part of a write. */
    interface Write {
        void first(int length) throws IOException;
    }

    /** Calls that are made at once and never fail. */
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
            // There is nobody else.
        }

        @Override
        public int random(int bound) {
            return 0;
        }
    };
}
