package dev.moorage.application.simulation.store;

import java.io.IOException;

/** The effect of a call on the store at one moment. It may be applied late, and more than once. */
@FunctionalInterface
public interface Effect<T> {
    T apply() throws IOException;
}
