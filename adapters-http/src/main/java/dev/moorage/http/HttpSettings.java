package dev.moorage.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the registry answers over HTTP.
 *
 * @param prefix {@code http.prefix}: what stands before {@code v2/}
 * @param externalUrl {@code http.host}: makes locations absolute
 * @param headers {@code http.headers}: put on every answer
 * @param readOnly {@code storage.maintenance.readonly.enabled}
 * @param deleteEnabled {@code storage.delete.enabled}
 * @param maxManifestBytes a larger manifest is 413
 * @param maxPageEntries the most entries of a listing's page, and how many there are when nobody says
 * @param chunkMinLength what {@code OCI-Chunk-Min-Length} says, in bytes
 * @param maxOpenUploads how many uploads a user or an address may have open; 0 for any number
 */
public record HttpSettings(
        String prefix,
        Optional<URI> externalUrl,
        Map<String, List<String>> headers,
        boolean readOnly,
        boolean deleteEnabled,
        int maxManifestBytes,
        int maxPageEntries,
        OptionalLong chunkMinLength,
        int maxOpenUploads) {
    public HttpSettings {
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(externalUrl);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(chunkMinLength);
        if (maxManifestBytes < 1 || maxPageEntries < 1 || maxOpenUploads < 0) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }

    /** What holds when nobody configures anything. */
    public static HttpSettings defaults() {
        return new HttpSettings(
                "/", Optional.empty(), Map.of(), false, true, 4 << 20, 1000, OptionalLong.empty(), 2000);
    }

    /** These settings for a storage in which appends are cheap from that many bytes on; 0 where any are. */
    public HttpSettings withChunkMinLength(long bytes) {
        return new HttpSettings(
                prefix,
                externalUrl,
                headers,
                readOnly,
                deleteEnabled,
                maxManifestBytes,
                maxPageEntries,
                bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty(),
                maxOpenUploads);
    }
}
