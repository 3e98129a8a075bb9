package dev.moorage.identity.keys;

import java.io.IOException;

/** Reads a value from bytes. */
@FunctionalInterface
public interface KeyFormat<T> {
    /**
     * Reads the value.
     *
     * @throws IOException the bytes are not in the format. The message says why
     */
    T parse(byte[] bytes) throws IOException;
}
