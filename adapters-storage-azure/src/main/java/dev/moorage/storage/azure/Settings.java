package dev.moorage.storage.azure;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a driver is told, besides whom it talks to.
 *
 * @param root what every blob's name begins with
 * @param chunk the bytes of a block, as long as there are few
 * @param mostBlocks how many blocks the service lets a blob have
 * @param byReference whether a staged blob stays where it is and is referred to, or is copied
 * @param polls how often a copy is asked after, and how long to wait at first
 */
record Settings(
        String root,
        long chunk,
        int mostBlocks,
        boolean byReference,
        int polls,
        Duration pollDelay,
        Optional<URI> redirectEndpoint) {
    /** The service's limit. */
    static final int MOST_BLOCKS = 50_000;

    private static final long LARGEST_BLOCK = 1L << 30;
    private static final int LARGEST_WHOLE_PUT = 8 << 20;
    private static final int STEPS = 16;

    static Settings of(AzureConfig config) {
        return new Settings(
                config.rootdirectory() == null ? "" : config.rootdirectory(),
                config.chunksize() == null ? LARGEST_WHOLE_PUT : config.chunksize(),
                MOST_BLOCKS,
                "reference".equals(config.commit()),
                config.copyStatusPollMaxRetry() == null ? 0 : config.copyStatusPollMaxRetry(),
                delay(config.copyStatusPollDelay()),
                Optional.ofNullable(config.redirectendpoint()).map(URI::create));
    }

    static Duration delay(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).flatMap(GoDurations::parse).orElse(Duration.ofMillis(100));
    }

    /** The bytes of a block where there are so many before it: doubled after each sixteenth of what a blob may have. */
    long blockSize(int blocks) {
        int doublings = Math.min(blocks / Math.max(1, mostBlocks / STEPS), STEPS * 2);
        return Math.max(chunk, Math.min(LARGEST_BLOCK, chunk << doublings));
    }

    int wholePut() {
        return (int) Math.min(chunk, LARGEST_WHOLE_PUT);
    }
}
