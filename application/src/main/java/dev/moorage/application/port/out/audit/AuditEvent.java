package dev.moorage.application.port.out.audit;

import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a caller did, or was refused. It holds no query, no password and no token.
 *
 * @param client the caller and the program that it used
 * @param target what the request was about. Empty for logins and tokens
 * @param isAllowed whether the request was allowed
 * @param status the HTTP status of the response (RFC 9110, section 15)
 * @param decision the decision of the rules with the rule that made it, computed by listeners that need it. Empty where no rule
 *     was asked
 */
public record AuditEvent(
        Kind kind,
        Client client,
        Optional<Target> target,
        boolean isAllowed,
        int status,
        Supplier<Optional<Decision>> decision) {
    /** What was done. */
    public enum Kind {
        /** Credentials were checked at {@code /v2/}. */
        LOGIN,
        /** A token was asked for. */
        TOKEN,
        /** The names of repositories were listed. */
        LIST,
        /** Content was read. */
        PULL,
        /** Content was stored or a tag was set. */
        PUSH,
        /** Content or a tag was deleted. */
        DELETE
    }

    /**
     * The caller of a request.
     *
     * @param subject the authenticated caller
     * @param claimed the user name of credentials that were not accepted, or empty
     * @param tokenId the identifier of the caller's token, or empty
     * @param address the IP address of the client, as text
     * @param agent {@code User-Agent} of the request, of any length and content, or empty
     */
    public record Client(
            Subject subject, Optional<String> claimed, String tokenId, String address, Optional<String> agent) {
        public Client {
            Objects.requireNonNull(subject);
            Objects.requireNonNull(claimed);
            Objects.requireNonNull(tokenId);
            Objects.requireNonNull(address);
            Objects.requireNonNull(agent);
        }
    }

    /** The content that a request was about. */
    public enum Content {
        /** A manifest or its tags. */
        MANIFEST,
        /** A blob. */
        BLOB,
        /** Names of tags, or of referrers. */
        NAMES
    }

    /**
     * What a request was about.
     *
     * @param tags the tags that it named, set or deleted
     * @param digest the digest that it named, or that the response names
     */
    public record Target(Content content, RepositoryName repository, List<Tag> tags, Optional<Digest> digest) {
        public Target {
            Objects.requireNonNull(content);
            Objects.requireNonNull(repository);
            tags = List.copyOf(tags);
            Objects.requireNonNull(digest);
        }
    }

    public AuditEvent {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(client);
        Objects.requireNonNull(target);
        Objects.requireNonNull(decision);
    }
}
