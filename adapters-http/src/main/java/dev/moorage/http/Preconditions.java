package dev.moorage.http;

import dev.moorage.domain.digest.Digest;

/** Conditional requests for what never changes: RFC 9110, section 13. The entity's tag is its digest. */
final class Preconditions {
    private Preconditions() {}

    static String entityTag(Digest digest) {
        return "\"" + digest + "\"";
    }

    /** Whether {@code If-None-Match} names the content: quoted, weak, or bare, as some clients send it. */
    static boolean noneMatches(String header, Digest digest) {
        for (String part : header.split(",", -1)) {
            String tag = part.strip();
            if (tag.equals("*") || tag.equals(digest.toString()) || tag.endsWith(entityTag(digest))) {
                return true;
            }
        }
        return false;
    }
}
