package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Signals that an upstream could not say what it was asked for. */
final class UpstreamFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    UpstreamFailure(Kind kind, String reason) {
        this(kind, reason, Optional.empty());
    }

    UpstreamFailure(Kind kind, String reason, Optional<Duration> retryAfter) {
        super(reason);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
