package dev.moorage.application.port.out.upstream;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What an upstream answers. The type is sealed, so that the caller handles each case. */
public sealed interface UpstreamAnswer<T> {
    /** Returns what a function makes of the content. If there is none, the answer is the same. */
    default <R> UpstreamAnswer<R> flatMap(Function<? super T, UpstreamAnswer<R>> next) {
        return switch (this) {
            case Found<T>(T content) -> next.apply(content);
            case Missing<T> _ -> new Missing<>();
            case Refused<T> _ -> new Refused<>();
            case Unavailable<T>(Kind kind, String reason, Optional<Duration> retryAfter) ->
                new Unavailable<>(kind, reason, retryAfter);
        };
    }

    /** The content is there. */
    record Found<T>(T content) implements UpstreamAnswer<T> {
        public Found {
            Objects.requireNonNull(content);
        }
    }

    /** The upstream does not have it. */
    record Missing<T>() implements UpstreamAnswer<T> {}

    /** The upstream does not let this registry have it: 401 or 403, with the credentials that are configured. */
    record Refused<T>() implements UpstreamAnswer<T> {}

    /**
     * The upstream could not say.
     *
     * @param reason what is wrong, in the log's words. It names no credentials
     * @param retryAfter how long the upstream asks to be left alone
     */
    record Unavailable<T>(Kind kind, String reason, Optional<Duration> retryAfter) implements UpstreamAnswer<T> {
        public Unavailable {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(retryAfter);
        }
    }

    /** Why an upstream could not say. */
    enum Kind {
        /** It cannot be reached, or it fails: no connection, or a status of 500 or more. */
        DOWN,
        /** It did not answer in time. */
        SLOW,
        /** It asks for fewer requests: 429, or 503. */
        BUSY,
        /** Its answer is none that a registry gives, or its address is one that must not be dialled. */
        WRONG
    }
}
