package dev.moorage.domain.retention;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags that name what refers to another manifest: the referrers tag schema of the OCI Distribution Specification, and the tags of
 * cosign with an ending such as {@code .sig}.
 */
public final class ReferrerTags {
    /** The greatest length of a digest's hex digits in such a tag. */
    private static final int MOST_DIGITS = 64;

    private static final Pattern TAG = Pattern.compile("((?:sha256|sha512)-[0-9a-f]{64})(?:\\.[a-z]+)?");

    private ReferrerTags() {}

    /** Returns the beginning that the tags of a subject's referrers have. */
    public static String of(Digest subject) {
        String hex = subject.hex();
        return subject.algorithm().identifier() + "-" + hex.substring(0, Math.min(MOST_DIGITS, hex.length()));
    }

    /** Returns the beginning of a tag that stands for its subject. Empty if it is another kind of tag. */
    static Optional<String> subject(Tag tag) {
        Matcher matcher = TAG.matcher(tag.value());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
