package dev.moorage.application.service.retention.pulls;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A manifest as clients have pulled it.
 *
 * @param reference a tag or a digest, without spaces
 */
record Pull(RepositoryName repository, String reference) {
    /** The number of summaries. */
    static final int SUMMARIES = 256;

    Pull {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(reference);
    }

    /** Parses a line. Empty if it is none. */
    static Optional<Pull> tryParse(String line) {
        int space = line.indexOf(' ');
        if (space < 0 || space == line.length() - 1) {
            return Optional.empty();
        }
        return RepositoryName.tryParse(line.substring(0, space))
                .map(repository -> new Pull(repository, line.substring(space + 1)));
    }

    /** Returns a number that no other pull has, but for an accident of 64 bits. */
    long number() {
        return Long.parseUnsignedLong(sha256(toString()).hex(), 0, 16, 16);
    }

    /** Returns the number of the summary that has all pulls of a repository. */
    static int summary(RepositoryName repository) {
        return Integer.parseInt(sha256(repository.value()).hex(), 0, 2, 16);
    }

    private static Digest sha256(String text) {
        return Digest.of(DigestAlgorithm.CANONICAL, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the pull as a line. */
    @Override
    public String toString() {
        return repository + " " + reference;
    }
}
