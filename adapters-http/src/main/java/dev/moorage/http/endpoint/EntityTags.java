package dev.moorage.http.endpoint;

import dev.moorage.domain.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The list of entity tags in {@code If-Match} or {@code If-None-Match} (RFC 9110, section 8.8.3). Some clients send a digest
 * without quotes. It counts as a strong tag. Anything that is not a tag is ignored.
 *
 * @param any whether the list is {@code *}
 */
record EntityTags(boolean any, List<EntityTag> tags) {
    private static final String WEAK = "W/";

    /** One tag, without its quotes. */
    record EntityTag(boolean weak, String opaque) {}

    static EntityTags parse(String list) {
        if (list.strip().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<EntityTag> tags = new ArrayList<>();
        int at = 0;
        while (at < list.length()) {
            char c = list.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                at++;
                continue;
            }
            boolean weak = list.startsWith(WEAK, at);
            int start = weak ? at + WEAK.length() : at;
            boolean quoted = start < list.length() && list.charAt(start) == '"';
            int end = list.indexOf(quoted ? '"' : ',', quoted ? start + 1 : start);
            if (end < 0) {
                end = list.length();
            }
            tags.add(new EntityTag(
                    weak,
                    quoted
                            ? list.substring(start + 1, end)
                            : list.substring(start, end).strip()));
            at = end + 1;
        }
        return new EntityTags(false, tags);
    }

    /** Whether the list names a content, weak tags included. This is the comparison for {@code If-None-Match}. */
    boolean matchWeakly(Digest digest) {
        return any || tags.stream().anyMatch(tag -> tag.opaque().equals(digest.toString()));
    }

    /** Whether a strong tag of the list names a content. This is the comparison for {@code If-Match}. */
    boolean matchStrongly(Digest digest) {
        return any || strong().contains(digest);
    }

    /** The digests of the strong tags. */
    Set<Digest> strong() {
        return digests(tags.stream().filter(tag -> !tag.weak()).toList());
    }

    /** The digests of all tags. */
    Set<Digest> digests() {
        return digests(tags);
    }

    private static Set<Digest> digests(List<EntityTag> tags) {
        return tags.stream()
                .flatMap(tag -> Digest.tryParse(tag.opaque()).stream())
                .collect(Collectors.toSet());
    }
}
