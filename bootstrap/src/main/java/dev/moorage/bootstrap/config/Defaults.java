package dev.moorage.bootstrap.config;

import java.util.Objects;

/**
 * The values that apply where neither a file nor a variable sets a key.
 *
 * @param address {@code http.addr}
 * @param rootDirectory {@code storage.filesystem.rootdirectory}, where no storage driver is named
 * @param delete {@code storage.delete.enabled}, where there is no file. With a file it is false, as in Distribution
 */
public record Defaults(String address, String rootDirectory, boolean delete) {
    /** The defaults of the quick start: only this machine can reach the registry. */
    public static final Defaults QUICK_START = new Defaults("127.0.0.1:5000", "data", true);

    public Defaults {
        Objects.requireNonNull(address);
        Objects.requireNonNull(rootDirectory);
    }

    Defaults withFile() {
        return new Defaults(address, rootDirectory, false);
    }
}
