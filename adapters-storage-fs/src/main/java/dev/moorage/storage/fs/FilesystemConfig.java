package dev.moorage.storage.fs;

import org.jspecify.annotations.Nullable;

/**
 * {@code storage.filesystem} of Distribution's configuration.
 *
 * @param rootdirectory where everything is; Distribution's default where it is left out
 * @param maxthreads accepted for compatibility: requests run on virtual threads here, and there is nothing to limit
 */
public record FilesystemConfig(
        @Nullable String rootdirectory, @Nullable Integer maxthreads) {
    private static final String DISTRIBUTION_DEFAULT = "/var/lib/registry";

    public FilesystemConfig {
        if (rootdirectory == null) {
            rootdirectory = DISTRIBUTION_DEFAULT;
        }
        if (rootdirectory.isBlank()) {
            throw new IllegalArgumentException("rootdirectory is empty");
        }
    }
}
