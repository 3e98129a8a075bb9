package dev.moorage.application.simulation.store;

import java.io.IOException;

/** What a call does to the store, at one moment. May be applied late, and again. */
@FunctionalInterface
public interface Effect<T> {
    T apply() throws IOException;
}
