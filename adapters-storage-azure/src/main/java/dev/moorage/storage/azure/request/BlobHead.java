package dev.moorage.storage.azure.request;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.util.DateTimeRfc1123;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a blob.
 *
 * @param size in bytes
 * @param metadata with names in lower case
 * @param copy the status of the copy that made the blob, if one did: {@code success}, {@code pending}, {@code aborted} or
 *     {@code failed}
 * @param answered the time of the service's response, by the service's clock
 */
public record BlobHead(
        String etag,
        long size,
        Instant lastModified,
        Map<String, String> metadata,
        String copy,
        String copyId,
        Instant answered) {
    /** In a reference: the name of the blob that holds the bytes. */
    public static final String REFERENCE = "moorage_reference";
    /** In a reference: the size of that blob in bytes. */
    public static final String SIZE = "moorage_size";
    /** In a staged blob: the generation of the writer that committed it last. */
    public static final String GENERATION = "moorage_generation";
    /** In a staged blob: the checksum of its block list. */
    public static final String BLOCKS = "moorage_blocks";
    /** In a staged blob: the name of the blob that may refer to it. */
    public static final String TARGET = "moorage_target";
    /** In a blob that was written under a condition: the id of the request that wrote it. */
    public static final String WRITE = "moorage_write";

    private static final String META = "x-ms-meta-";
    private static final HttpHeaderName COPY_STATUS = HttpHeaderName.fromString("x-ms-copy-status");
    private static final HttpHeaderName COPY_ID = HttpHeaderName.fromString("x-ms-copy-id");

    public BlobHead {
        metadata = Map.copyOf(metadata);
    }

    public static BlobHead of(HttpHeaders headers) throws IOException {
        Map<String, String> metadata = new HashMap<>();
        for (HttpHeader header : headers) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.startsWith(META)) {
                metadata.put(name.substring(META.length()), header.getValue());
            }
        }
        return new BlobHead(
                required(headers, HttpHeaderName.ETAG),
                size(headers),
                instant(required(headers, HttpHeaderName.LAST_MODIFIED)),
                metadata,
                text(headers.getValue(COPY_STATUS)),
                text(headers.getValue(COPY_ID)),
                instant(required(headers, HttpHeaderName.DATE)));
    }

    private static Instant instant(String text) {
        return new DateTimeRfc1123(text).getDateTime().toInstant();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String required(HttpHeaders headers, HttpHeaderName name) throws IOException {
        String value = headers.getValue(name);
        if (value == null) {
            throw new IOException("the store's answer has no " + name);
        }
        return value;
    }

    private static long size(HttpHeaders headers) throws IOException {
        String range = headers.getValue(HttpHeaderName.CONTENT_RANGE);
        return Long.parseLong(
                range == null
                        ? required(headers, HttpHeaderName.CONTENT_LENGTH)
                        : range.substring(range.indexOf('/') + 1));
    }

    /** Whether the blob has its bytes. It has none while a copy to it is pending, and after a copy has failed. */
    public boolean isWhole() {
        return copy.isEmpty() || copy.equals("success");
    }

    public boolean isPending() {
        return copy.equals("pending");
    }

    /** Returns the name of the blob that holds the bytes, if this one is a reference. */
    public Optional<String> reference() {
        return Optional.ofNullable(metadata.get(REFERENCE));
    }

    /** Returns the size in bytes of the object that this blob is or refers to. */
    public long objectSize() {
        return objectSize(metadata, size);
    }

    /** Returns the size in bytes of the object that a listed blob is or refers to. */
    public static long objectSize(Map<String, String> metadata, long size) {
        String referred = metadata.get(SIZE);
        return referred == null || !metadata.containsKey(REFERENCE) ? size : Long.parseLong(referred);
    }

    /** Returns the generation of the writer that committed the blob last, 0 when the blob records none. */
    public long generation() {
        return Long.parseLong(metadata.getOrDefault(GENERATION, "0"));
    }

    public boolean wasWrittenBy(String write) {
        return write.equals(metadata.get(WRITE));
    }
}
