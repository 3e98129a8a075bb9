package dev.moorage.application.port.out.event;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A request that has changed nothing. The event is made after its response. */
public sealed interface RequestEvent extends RegistryEvent.OfRequest {
    /** The HTTP status of the response (RFC 9110, section 15), or 0 of an adapter without one. */
    int status();

    /** The content that a request was about. */
    enum Content {
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
     * @param tags the tags that it named
     * @param digest the digest that it named, or that the response names
     */
    record Target(Content content, RepositoryName repository, List<Tag> tags, Optional<Digest> digest) {
        public Target {
            Objects.requireNonNull(content);
            Objects.requireNonNull(repository);
            tags = List.copyOf(tags);
            Objects.requireNonNull(digest);
        }
    }

    /** Credentials were checked at {@code /v2/} and accepted. */
    record LoggedIn(Caller caller, int status) implements RequestEvent {
        public LoggedIn {
            Objects.requireNonNull(caller);
        }

        @Override
        public EventKind kind() {
            return EventKind.LOGGED_IN;
        }
    }

    /**
     * The registry has issued a token.
     *
     * @param subject the caller that the token is of
     * @param id the identifier of the token
     */
    record TokenIssued(Caller caller, int status, Subject subject, String id) implements RequestEvent {
        public TokenIssued {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(subject);
            Objects.requireNonNull(id);
        }

        @Override
        public EventKind kind() {
            return EventKind.TOKEN_ISSUED;
        }
    }

    /**
     * Names were listed.
     *
     * @param of the repository whose tags or referrers were listed. Empty for the list of repositories
     */
    record NamesListed(Caller caller, int status, Optional<Target> of) implements RequestEvent {
        public NamesListed {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(of);
        }

        @Override
        public EventKind kind() {
            return EventKind.NAMES_LISTED;
        }
    }

    /**
     * A manifest or a blob was read, or asked for.
     *
     * @param mediaType the media type of a manifest. Empty for a blob, and for content that the client has already
     * @param size the whole size of the content in bytes. Empty where the client has it already
     * @param isHead whether the request was a HEAD, which gets no bytes
     * @param isRedirected whether the client was sent to the store for the bytes
     */
    record Pulled(
            Caller caller,
            int status,
            Target target,
            Optional<String> mediaType,
            OptionalLong size,
            boolean isHead,
            boolean isRedirected)
            implements RequestEvent {
        public Pulled {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(target);
            Objects.requireNonNull(mediaType);
            Objects.requireNonNull(size);
        }

        @Override
        public EventKind kind() {
            return EventKind.PULLED;
        }
    }

    /** What a denied request has asked for. */
    enum Asked {
        /** Its credentials were to be checked. */
        LOGIN,
        /** A token. */
        TOKEN,
        /** The names of repositories. */
        LIST,
        /** To read content. */
        PULL,
        /** To store content or to set a tag. */
        PUSH,
        /** To delete content or a tag. */
        DELETE
    }

    /** Why a request was denied. */
    enum Reason {
        /** It had no credentials, and needs some. Each login of a client begins like this. */
        NO_CREDENTIALS,
        /** Its credentials are wrong or have ended. */
        CREDENTIALS,
        /** The caller is known and has not the right. */
        RIGHTS,
        /** Its client has sent too much. */
        RATE,
        /** Its credentials cannot be checked now. */
        UNAVAILABLE
    }

    /**
     * A request was denied.
     *
     * @param claimed the user name of credentials that were not accepted, or empty
     * @param target what the request was about. Empty for logins, tokens and lists of repositories
     * @param decision the decision of the rules. Empty where no rule was asked
     */
    record Denied(
            Caller caller,
            int status,
            Asked asked,
            Reason reason,
            Optional<String> claimed,
            Optional<Target> target,
            Optional<Decision> decision)
            implements RequestEvent {
        public Denied {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(asked);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(claimed);
            Objects.requireNonNull(target);
            Objects.requireNonNull(decision);
        }

        @Override
        public EventKind kind() {
            return EventKind.DENIED;
        }
    }
}
