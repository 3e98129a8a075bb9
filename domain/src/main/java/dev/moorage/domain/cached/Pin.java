package dev.moorage.domain.cached;

import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Optional;

/**
 * Content of an upstream that stays: {@code docker.io/library/alpine}, {@code docker.io/library/alpine:3.*}, or a manifest by its
 * digest, {@code docker.io/library/alpine@sha256:…}.
 */
public final class Pin {
    private final String text;
    private final RepositoryName repository;
    private final Optional<TagPattern> tags;
    private final Optional<Digest> digest;

    private Pin(String text, RepositoryName repository, Optional<TagPattern> tags, Optional<Digest> digest) {
        this.text = text;
        this.repository = repository;
        this.tags = tags;
        this.digest = digest;
    }

    /**
     * Parses a pin.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static Pin parse(String text) {
        int at = text.indexOf('@');
        int colon = at < 0 ? text.indexOf(':') : -1;
        int end = Math.max(at, colon);
        RepositoryName repository = RepositoryName.tryParse(end < 0 ? text : text.substring(0, end))
                .orElseThrow(
                        () -> new IllegalArgumentException("has no name of a repository before its tag or digest"));
        if (at >= 0) {
            Digest digest = Digest.tryParse(text.substring(at + 1))
                    .orElseThrow(() -> new IllegalArgumentException("has no digest after @"));
            return new Pin(text, repository, Optional.empty(), Optional.of(digest));
        }
        Optional<TagPattern> tags =
                colon < 0 ? Optional.empty() : Optional.of(TagPattern.parse(text.substring(colon + 1)));
        return new Pin(text, repository, tags, Optional.empty());
    }

    public RepositoryName repository() {
        return repository;
    }

    /** Returns whether a manifest stays that a tag names, or that was fetched by its digest only. */
    public boolean keeps(RepositoryName name, Optional<Tag> tag, Digest manifest) {
        if (!repository.equals(name)) {
            return false;
        }
        if (digest.isPresent()) {
            return digest.get().equals(manifest);
        }
        return tags.isEmpty() || tag.filter(tags.get()::matches).isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pin pin && text.equals(pin.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
