package dev.moorage.http;

import dev.moorage.http.route.MirroredRegistries;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Settings of the HTTP interface.
 *
 * @param prefix {@code http.prefix}: the part of the path before {@code v2/}
 * @param externalUrl {@code http.host}: makes the URLs in {@code Location} absolute
 * @param headers {@code http.headers}: added to every response
 * @param readOnly {@code storage.maintenance.readonly.enabled}: {@code Allow} lists no method that changes something
 * @param deleteEnabled {@code storage.delete.enabled}: {@code Allow} lists {@code DELETE} on content
 * @param maxManifestBytes the largest manifest in bytes. A larger one is answered with 413.
 * @param maxPageEntries the most entries on a page of a listing, and the default number of entries
 * @param chunkMinLength the value of {@code OCI-Chunk-Min-Length}, in bytes
 * @param maxOpenUploads the most uploads that a user or an address may have open, or 0 for no limit
 * @param mirrored {@code proxy}: the registries whose content is served here
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
        int maxOpenUploads,
        MirroredRegistries mirrored) {
    public HttpSettings {
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(externalUrl);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(chunkMinLength);
        Objects.requireNonNull(mirrored);
        if (maxManifestBytes < 1 || maxPageEntries < 1 || maxOpenUploads < 0) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }

    /** The settings without any configuration. */
    public static HttpSettings defaults() {
        return new HttpSettings(
                "/",
                Optional.empty(),
                Map.of(),
                false,
                true,
                4 << 20,
                1000,
                OptionalLong.empty(),
                2000,
                MirroredRegistries.NONE);
    }

    /**
     * Whether {@code Allow} lists a method of a route.
     *
     * @param isUpload whether {@code DELETE} cancels an upload on this route
     */
    boolean advertises(String method, boolean isUpload) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads || !readOnly && (deleteEnabled || isUpload || !method.equals("DELETE"));
    }

    /**
     * Returns these settings with another {@code OCI-Chunk-Min-Length}: the size in bytes from which on appends are cheap in
     * this storage, or 0 where all appends are.
     */
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
                maxOpenUploads,
                mirrored);
    }
}
