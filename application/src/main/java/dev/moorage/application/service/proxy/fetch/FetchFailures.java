package dev.moorage.application.service.proxy.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What an upstream's failure means for clients, and which fetches have just failed. */
public final class FetchFailures {
    /** How long a blob with wrong bytes is not asked for again. */
    private static final Duration WRONG_BYTES = Duration.ofSeconds(30);

    /** How long after the end of a fetch a client may still open what the fetch has announced to it. */
    private static final Duration ANNOUNCED = Duration.ofSeconds(30);

    private static final int MOST = 10_000;

    private final Cache<Key, UpstreamFailedException> wrong = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(WRONG_BYTES)
            .build();

    private final Cache<Digest, UpstreamFailedException> ended =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(ANNOUNCED).build();

    /** A blob of an upstream. Another upstream may have the right bytes of it. */
    private record Key(Upstream upstream, Digest digest) {}

    /** Returns the exception for an upstream that could not say. */
    public static UpstreamFailedException of(Unavailable<?> answer) {
        Reason reason = switch (answer.kind()) {
            case DOWN, BUSY -> Reason.UNAVAILABLE;
            case SLOW -> Reason.SLOW;
            case WRONG -> Reason.WRONG;
        };
        return new UpstreamFailedException(reason, "the upstream fails: " + answer.reason(), answer.retryAfter());
    }

    /** Returns the exception for an upstream that no longer has, or no longer gives, what it had before. */
    static UpstreamFailedException gone(UpstreamAnswer<?> answer) {
        return answer instanceof Unavailable<?> unavailable
                ? of(unavailable)
                : new UpstreamFailedException(Reason.UNAVAILABLE, "the upstream does not give the rest of a blob");
    }

    static UpstreamFailedException of(IOException failure) {
        return failure instanceof UpstreamFailedException upstream
                ? upstream
                : new UpstreamFailedException(Reason.UNAVAILABLE, "the fetch failed: " + failure.getMessage());
    }

    void remember(Upstream upstream, Digest digest, UpstreamFailedException failure) {
        ended.put(digest, failure);
        if (failure.reason() == Reason.WRONG) {
            wrong.put(new Key(upstream, digest), failure);
        }
    }

    /**
     * Checks whether a blob is worth asking for.
     *
     * @throws UpstreamFailedException its bytes were wrong a moment ago
     */
    void require(Upstream upstream, Digest digest) throws UpstreamFailedException {
        Optional<UpstreamFailedException> known = Optional.ofNullable(wrong.getIfPresent(new Key(upstream, digest)));
        if (known.isPresent()) {
            throw known.get().again();
        }
    }

    /** Notes that the fetch of a blob has ended, and the blob is not stored. */
    void notStored(Digest digest) {
        ended.put(digest, new UpstreamFailedException(Reason.UNAVAILABLE, "the blob has arrived, but is not stored"));
    }

    /** Returns why the last fetch of a blob ended without storing it. Empty if there was none lately. */
    Optional<UpstreamFailedException> lost(Digest digest) {
        return Optional.ofNullable(ended.getIfPresent(digest)).map(UpstreamFailedException::again);
    }
}
