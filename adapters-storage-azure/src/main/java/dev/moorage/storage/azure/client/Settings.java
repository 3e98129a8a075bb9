package dev.moorage.storage.azure.client;

import dev.moorage.storage.spi.config.GoDuration;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a driver, apart from its connection to the service.
 *
 * @param root the prefix of every blob's name
 * @param chunk the size of a block in bytes, while the blob has few blocks
 * @param mostBlocks the maximum number of blocks of a blob
 * @param byReference whether publishing refers to a staged blob (true) or copies it (false)
 * @param polls the maximum number of polls of a copy
 * @param pollDelay the pause before the first poll
 * @param redirectEndpoint replaces the service's scheme and host in the URLs for clients
 */
public record Settings(
        String root,
        long chunk,
        int mostBlocks,
        boolean byReference,
        int polls,
        Duration pollDelay,
        Optional<URI> redirectEndpoint) {
    /** The service's maximum number of blocks. */
    static final int MOST_BLOCKS = 50_000;

    private static final long LARGEST_BLOCK = 1L << 30;
    private static final int LARGEST_WHOLE_PUT = 8 << 20;
    private static final int STEPS = 40;

    public static Settings of(AzureConfig config) {
        return new Settings(
                config.rootdirectory() == null ? "" : config.rootdirectory(),
                config.chunksize() == null ? LARGEST_WHOLE_PUT : config.chunksize(),
                MOST_BLOCKS,
                "reference".equals(config.commit()),
                config.copyStatusPollMaxRetry() == null ? 0 : config.copyStatusPollMaxRetry(),
                delay(config.copyStatusPollDelay()),
                Optional.ofNullable(config.redirectendpoint()).map(URI::create));
    }

    public static Duration delay(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).flatMap(GoDuration::parse).orElse(Duration.ofMillis(100));
    }

    /**
     * Returns the size in bytes of a block with {@code before} bytes before it. Sizes double after each step, so that a blob
     * does not run out of blocks. That holds even if every second block is a short one at the end of a body.
     */
    public long blockSize(long before) {
        long doublings = 63L - Long.numberOfLeadingZeros(before / (chunk * step()) + 1);
        return Math.max(chunk, Math.min(LARGEST_BLOCK, chunk << Math.min(doublings, STEPS)));
    }

    /** Returns the number of blocks of one size. As many small blocks are left unmerged. */
    public int step() {
        return Math.max(2, mostBlocks / STEPS);
    }

    public int wholePut() {
        return (int) Math.min(chunk, LARGEST_WHOLE_PUT);
    }
}
