package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The condition of a change to a reference: {@code If-Match} and {@code If-None-Match} of a request that writes (RFC
 * 9110, section 13.1). It must hold at the moment the change takes effect. A tag is compared by the digest that it
 * names. A digest is compared by whether the repository has the manifest.
 *
 * @param ifMatch what the reference must name. Empty if there is no {@code If-Match}
 * @param ifNoneMatch what the reference must not name. Empty if there is no {@code If-None-Match}
 */
public record ChangeCondition(Optional<Expected> ifMatch, Optional<Expected> ifNoneMatch) {
    /** No condition: the change is allowed in every state of the reference. */
    public static final ChangeCondition NONE = new ChangeCondition(Optional.empty(), Optional.empty());

    /** The digests that a header lists. */
    public sealed interface Expected {
        /** {@code *}: any manifest. */
        record Any() implements Expected {}

        /** Any of these digests. An empty set matches nothing. */
        record OneOf(Set<Digest> digests) implements Expected {
            public OneOf {
                digests = Set.copyOf(digests);
            }
        }

        /** Returns whether a manifest of this digest is among those expected. */
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

    /** Returns whether there is no condition, so that the change needs no look at what the reference names. */
    public boolean isNone() {
        return ifMatch.isEmpty() && ifNoneMatch.isEmpty();
    }

    /**
     * Checks the condition.
     *
     * @param present what the reference names. Empty if it names nothing
     * @throws ConditionNotMetException if the condition does not hold
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
