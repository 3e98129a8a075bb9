package dev.moorage.application.port.in.failure;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Signals that content is neither stored nor to be had from its upstream now. */
public final class UpstreamFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Optional<Duration> retryAfter;

    /** What a client needs to know about the failure of an upstream. */
    public enum Reason {
        /** The upstream cannot be reached, or asks for fewer requests. */
        UNAVAILABLE,
        /** The upstream does not answer in time. */
        SLOW,
        /** The upstream sends what is not what it was asked for. */
        WRONG
    }

    /**
     * @param message what is wrong, for the log
     * @param retryAfter when it is worth asking again, if that is known
     */
    public UpstreamFailedException(Reason reason, String message, Optional<Duration> retryAfter) {
        super(message);
        this.reason = Objects.requireNonNull(reason);
        this.retryAfter = Objects.requireNonNull(retryAfter);
    }

    public UpstreamFailedException(Reason reason, String message) {
        this(reason, message, Optional.empty());
    }

    /** Returns the kind of the failure. */
    public Reason reason() {
        return reason;
    }

    /** Returns when it is worth asking again, if that is known. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Returns the same failure for another request. */
    public UpstreamFailedException again() {
        return new UpstreamFailedException(reason, String.valueOf(getMessage()), retryAfter);
    }
}
