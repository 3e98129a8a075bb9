package dev.moorage.application.service.proxy;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Leaves an upstream alone that asks for it, or that has failed several times. It then answers at once in the upstream's place. After
 * failures one request at a time finds out whether the upstream is back.
 */
public final class GuardedUpstream implements Upstream {
    private static final int MOST_FAILURES = 5;
    private static final Duration FIRST_REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(2);

    /** How long an upstream is left alone that asks for it without a time. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final InstantSource clock;
    private int failures;
    private Duration rest = FIRST_REST;
    private Instant quietUntil = Instant.MIN;
    private String reason = "";
    private Kind kind = Kind.DOWN;

    public GuardedUpstream(Upstream upstream, InstantSource clock) {
        this.upstream = upstream;
        this.clock = clock;
    }

    @Override
    public UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag) {
        return guarded(() -> upstream.resolve(repository, tag));
    }

    @Override
    public UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference) {
        return guarded(() -> upstream.manifest(repository, reference));
    }

    @Override
    public UpstreamAnswer<UpstreamTags> tags(RepositoryName repository, int most, Optional<String> last) {
        return guarded(() -> upstream.tags(repository, most, last));
    }

    @Override
    public UpstreamAnswer<List<UpstreamReferrer>> referrers(RepositoryName repository, Digest subject) {
        return guarded(() -> upstream.referrers(repository, subject));
    }

    @Override
    public UpstreamAnswer<Long> size(RepositoryName repository, Digest digest) {
        return guarded(() -> upstream.size(repository, digest));
    }

    @Override
    public UpstreamAnswer<UpstreamBlob> blob(RepositoryName repository, Digest digest, long offset) {
        return guarded(() -> upstream.blob(repository, digest, offset));
    }

    @Override
    public OptionalLong remaining() {
        return upstream.remaining();
    }

    private <T> UpstreamAnswer<T> guarded(Supplier<UpstreamAnswer<T>> question) {
        Optional<Unavailable<T>> resting = resting();
        if (resting.isPresent()) {
            return resting.get();
        }
        UpstreamAnswer<T> answer = question.get();
        learn(answer);
        return answer;
    }

    private synchronized <T> Optional<Unavailable<T>> resting() {
        Instant now = clock.instant();
        if (!now.isBefore(quietUntil)) {
            if (failures >= MOST_FAILURES) {
                quietUntil = now.plus(rest); // Other requests wait for what this one finds out.
            }
            return Optional.empty();
        }
        return Optional.of(new Unavailable<>(kind, reason, Optional.of(Duration.between(now, quietUntil))));
    }

    private synchronized void learn(UpstreamAnswer<?> answer) {
        if (!(answer instanceof Unavailable<?> why) || why.kind() == Kind.WRONG) {
            failures = 0;
            rest = FIRST_REST;
            if (kind != Kind.BUSY) { // An answer to an earlier request does not end the time that was asked for.
                quietUntil = Instant.MIN;
            }
            return;
        }
        kind = why.kind();
        reason = why.reason();
        if (kind == Kind.BUSY) {
            quietUntil = clock.instant().plus(why.retryAfter().orElse(BUSY));
            return;
        }
        failures++;
        if (failures == MOST_FAILURES) {
            quietUntil = clock.instant().plus(rest);
        } else if (failures > MOST_FAILURES) {
            rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
            quietUntil = clock.instant().plus(rest);
        }
    }
}
