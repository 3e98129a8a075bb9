package dev.moorage.domain.cached;

import dev.moorage.domain.name.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long content of upstreams stays, and how much of it.
 *
 * @param upstreams each of them. The first one counts whose prefix a repository's name begins with
 * @param size the most bytes of all that counts. Empty for no limit
 */
public record CacheLimits(List<OfUpstream> upstreams, OptionalLong size) {
    public CacheLimits {
        upstreams = List.copyOf(upstreams);
        Objects.requireNonNull(size);
        if (size.orElse(1) < 1) {
            throw new IllegalArgumentException("a size is less than a byte");
        }
    }

    /**
     * The limits of one upstream.
     *
     * @param prefix the first components of its repositories here. Empty for all repositories
     * @param life how long content stays after its last use. Empty for ever
     * @param counts whether its content counts for the size, and leaves because of it
     */
    public record OfUpstream(String prefix, Optional<Duration> life, boolean counts) {
        public OfUpstream {
            Objects.requireNonNull(prefix);
            Objects.requireNonNull(life);
            if (life.filter(time -> !time.isPositive()).isPresent()) {
                throw new IllegalArgumentException("a life is not longer than none");
            }
        }

        private boolean has(RepositoryName name) {
            return prefix.isEmpty() || name.value().startsWith(prefix + "/");
        }
    }

    /** Returns the limits of a repository. Empty if its content comes from no upstream. */
    public Optional<OfUpstream> of(RepositoryName name) {
        return upstreams.stream().filter(upstream -> upstream.has(name)).findFirst();
    }

    /** Returns whether content leaves a repository by its age or because of the size. A collector leaves it alone then. */
    public boolean limits(RepositoryName name) {
        return of(name).filter(this::limits).isPresent();
    }

    private boolean limits(OfUpstream upstream) {
        return upstream.life().isPresent() || upstream.counts() && size.isPresent();
    }

    /** Returns whether there is any limit. Uses have to be recorded then. */
    public boolean areAny() {
        return upstreams.stream().anyMatch(this::limits);
    }
}
