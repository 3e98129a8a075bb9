package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a reference must name at the moment a change of it takes effect: {@code If-Match} and {@code If-None-Match} of a request
 * that writes (RFC 9110, section 13.1). A tag is compared by the digest that it names, a digest by whether the repository has the
 * manifest.
 *
 * @param ifMatch what the reference must name; empty for no such condition
 * @param ifNoneMatch what the reference must not name; empty for no such condition
 */
public record ChangeCondition(Optional<Expected> ifMatch, Optional<Expected> ifNoneMatch) {
    /** Every state of the reference is fine. */
    public static final ChangeCondition NONE = new ChangeCondition(Optional.empty(), Optional.empty());

    /** The digests that a header lists. */
    public sealed interface Expected {
        /** {@code *}: any manifest. */
        record Any() implements Expected {}

        /** One of these. An empty set matches nothing. */
        record OneOf(Set<Digest> digests) implements Expected {
            public OneOf {
                digests = Set.copyOf(digests);
            }
        }

        /** Whether a manifest of that digest is one of those expected. */
        default boolean matches(Digest digest) {
            return switch (this) {
                case Any _ -> true;
                case OneOf(Set<Digest> digests) -> digests.contains(digest);
            };
        }
    }

    public ChangeCondition {
        Objects.requireNonNull(ifMatch);
        Objects.requireNonNull(ifNoneMatch);
    }

    /** Whether the change may happen without a look at what the reference names. */
    public boolean isNone() {
        return ifMatch.isEmpty() && ifNoneMatch.isEmpty();
    }

    /**
     * Throws unless the condition holds.
     *
     * @param present what the reference names; empty when it names nothing
     * @throws ConditionNotMetException when the condition does not hold
     */
    public void require(Optional<Digest> present) {
        boolean matched =
                ifMatch.isEmpty() || present.filter(ifMatch.get()::matches).isPresent();
        boolean excluded = ifNoneMatch.isPresent()
                && present.filter(ifNoneMatch.get()::matches).isPresent();
        if (!matched || excluded) {
            throw new ConditionNotMetException();
        }
    }
}
