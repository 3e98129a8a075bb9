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
    private static final int STEPS = 40;

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

    /**
     * The bytes of a block where there are so many bytes before it: doubled after each step, so that what one blob may have
     * never runs out. A body may end in the middle of every other block.
     */
    long blockSize(long before) {
        long doublings = 63L - Long.numberOfLeadingZeros(before / (chunk * step()) + 1);
        return Math.max(chunk, Math.min(LARGEST_BLOCK, chunk << Math.min(doublings, STEPS)));
    }

    /** How many blocks have one size, and how many small ones are left as they are. */
    int step() {
        return Math.max(2, mostBlocks / STEPS);
    }

    int wholePut() {
        return (int) Math.min(chunk, LARGEST_WHOLE_PUT);
    }
}
