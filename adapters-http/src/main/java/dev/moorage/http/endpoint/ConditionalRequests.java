package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.ChangeCondition.Expected;
import dev.moorage.application.port.in.manifest.ConditionNotMetException;
import dev.moorage.domain.digest.Digest;
import dev.moorage.http.exchange.Exchange;
import java.util.Optional;
import java.util.Set;

/**
 * Conditional requests (RFC 9110, section 13). The entity tag of a content is its digest. Contents have no date, so
 * {@code If-Modified-Since} and {@code If-Unmodified-Since} are ignored, as section 13.1 requires.
 */
final class ConditionalRequests {
    private ConditionalRequests() {}

    static String entityTag(Digest digest) {
        return "\"" + digest + "\"";
    }

    /**
     * Whether a GET or HEAD is answered with 304, since the client has this content.
     *
     * @throws ConditionNotMetException {@code If-Match} does not name this content
     */
    static boolean isNotModified(Exchange exchange, Digest digest) {
        Optional<EntityTags> match = tags(exchange, "If-Match");
        if (match.isPresent() && !match.get().matchStrongly(digest)) {
            throw new ConditionNotMetException();
        }
        return tags(exchange, "If-None-Match")
                .filter(tags -> tags.matchWeakly(digest))
                .isPresent();
    }

    /** Returns the condition of a PUT or DELETE on the current target of the reference. */
    static ChangeCondition change(Exchange exchange) {
        return new ChangeCondition(
                tags(exchange, "If-Match").map(tags -> expected(tags, tags.strong())),
                tags(exchange, "If-None-Match").map(tags -> expected(tags, tags.digests())));
    }

    private static Expected expected(EntityTags tags, Set<Digest> digests) {
        return tags.any() ? new Expected.Any() : new Expected.OneOf(digests);
    }

    private static Optional<EntityTags> tags(Exchange exchange, String header) {
        return exchange.requestList(header).map(EntityTags::parse);
    }
}
