package dev.moorage.domain.quota;

import dev.moorage.domain.name.RepositoryName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The limits of a namespace: of the repository with its name, and of those below it.
 *
 * @param limits what is limited, each to at least 0. What is not here has no limit
 */
public record Quota(RepositoryName namespace, Map<Resource, Long> limits) {
    /** The bytes by which a body without a length may exceed what is left. */
    private static final long TOLERANCE = 64L << 20;

    /** The part of a limit from which usage is near it. */
    private static final int NEAR_PART = 10;

    /** The least number of bytes from the limit at which usage is near it. */
    private static final long NEAR_BYTES = 64L << 20;

    /** The least number of tags from the limit at which usage is near it. */
    private static final long NEAR_TAGS = 10;

    public Quota {
        Objects.requireNonNull(namespace);
        EnumMap<Resource, Long> copy = new EnumMap<>(Resource.class);
        copy.putAll(limits);
        if (copy.values().stream().anyMatch(limit -> limit < 0)) {
            throw new IllegalArgumentException("a limit is negative");
        }
        limits = Map.copyOf(copy);
    }

    /** Returns a limit, or empty where there is none. */
    public OptionalLong limit(Resource resource) {
        Long limit = limits.get(resource);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /**
     * Decides whether something may be added. Nothing is refused that adds nothing.
     *
     * @param used how much the namespace has
     * @param asked how much the request adds
     * @return why not, or empty if it may
     */
    public Optional<Excess> excess(Resource resource, long used, long asked) {
        Long limit = limits.get(resource);
        if (limit == null || asked <= 0 || asked <= limit - used) {
            return Optional.empty();
        }
        return Optional.of(new Excess(namespace, resource, used, limit, asked));
    }

    /** Returns the greatest number of bytes that a body without a length may have. */
    public long longestBody(long used) {
        Long limit = limits.get(Resource.BYTES);
        return limit == null ? Long.MAX_VALUE : Math.max(0, limit - used) + TOLERANCE;
    }

    /**
     * Whether usage is so near to a limit that servers must know of each other's pushes at once. Farther away they learn of them
     * within seconds.
     */
    public boolean isNear(Resource resource, long used, long asked) {
        Long limit = limits.get(resource);
        if (limit == null) {
            return false;
        }
        long least = resource == Resource.BYTES ? NEAR_BYTES : NEAR_TAGS;
        return limit - used - asked < Math.max(limit / NEAR_PART, least);
    }
}
