package dev.moorage.http.exchange;

import dev.moorage.domain.digest.Digest;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The manifest or the blob that a response is about, for events. It is confined to the request's thread. */
public final class ServedContent {
    private @Nullable Digest digest;
    private @Nullable String mediaType;
    private long size = -1;

    void describe(Digest served, @Nullable String type, long length) {
        digest = served;
        mediaType = type;
        size = length;
    }

    /** Returns the digest of the content, or empty for a response without content. */
    public Optional<Digest> digest() {
        return Optional.ofNullable(digest);
    }

    /** Returns the media type of a manifest. */
    public Optional<String> mediaType() {
        return Optional.ofNullable(mediaType);
    }

    /** Returns the size of the whole content in bytes. */
    public OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
