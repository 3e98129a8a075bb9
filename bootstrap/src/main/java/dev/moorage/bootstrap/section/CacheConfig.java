package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.time.Duration;
import java.util.Objects;

/**
 * {@code storage.cache}.
 *
 * @param blobDescriptors the maximum number of cached blob descriptors
 * @param manifestBytes the maximum size in bytes of all cached manifests
 * @param life how long an entry is kept
 */
public record CacheConfig(int blobDescriptors, int manifestBytes, Duration life) {
    private static final Key<Integer> DESCRIPTORS =
            Key.number("storage.cache.blobdescriptorsize", 10_000, 0, "the maximum number of cached blob descriptors");
    private static final Key<Integer> MANIFEST_BYTES = Key.number(
                    "storage.cache.manifestbytes", 16 << 20, 0, "the maximum number of bytes of cached manifests")
            .showing("16 MiB")
            .ours();
    private static final Key<Duration> TTL = Key.duration(
                    "storage.cache.ttl",
                    Duration.ofSeconds(10),
                    "the lifetime of cache entries. A delete on another replica may go unseen for this long. Local deletes"
                            + " are visible at once. Tags are not cached, and pushes bypass the cache. `0s` for no cache")
            .ours();

    public static final ConfigSection<CacheConfig> SECTION =
            ConfigSection.of(CacheConfig.class, CacheConfig::read, DESCRIPTORS, MANIFEST_BYTES, TTL);

    public CacheConfig {
        Objects.requireNonNull(life);
    }

    private static CacheConfig read(Values values) {
        return new CacheConfig(values.get(DESCRIPTORS), values.get(MANIFEST_BYTES), values.get(TTL));
    }
}
