package dev.moorage.bootstrap.command;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Optional;

/**
 * An argument {@code REPOSITORY[:TAG|@DIGEST]}.
 *
 * @param reference empty for the whole repository
 */
record ImageArgument(RepositoryName repository, Optional<Reference> reference) {
    static final String LABEL = "REPOSITORY[:TAG|@DIGEST]";

    /**
     * Parses an argument.
     *
     * @throws IllegalArgumentException with the reason
     */
    static ImageArgument parse(String text) {
        int at = text.indexOf('@');
        int colon = at < 0 ? text.indexOf(':') : -1;
        int end = Math.max(at, colon);
        String name = end < 0 ? text : text.substring(0, end);
        RepositoryName repository = RepositoryName.tryParse(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " is not the name of a repository"));
        return new ImageArgument(
                repository, end < 0 ? Optional.empty() : Optional.of(reference(text.substring(end + 1), at >= 0)));
    }

    private static Reference reference(String text, boolean digest) {
        Optional<Reference> reference = digest
                ? Digest.tryParse(text).map(Reference.ByDigest::new)
                : Tag.tryParse(text).map(Reference.ByTag::new);
        return reference.orElseThrow(
                () -> new IllegalArgumentException(text + (digest ? " is not a digest" : " is not a tag")));
    }
}
