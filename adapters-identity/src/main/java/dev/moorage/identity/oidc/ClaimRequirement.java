package dev.moorage.identity.oidc;

import dev.moorage.domain.access.ClaimPattern;
import dev.moorage.identity.jwt.Claims;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A claim that a token must have. One of its values is to be one of those that are allowed.
 *
 * @param claim the name, or a JSON Pointer
 * @param equal the allowed values
 * @param matching the patterns of allowed values, which the configuration writes with {@code ~} in front
 */
public record ClaimRequirement(String claim, List<String> equal, List<ClaimPattern> matching) {
    public ClaimRequirement {
        Objects.requireNonNull(claim);
        equal = List.copyOf(equal);
        matching = List.copyOf(matching);
        if (equal.isEmpty() && matching.isEmpty()) {
            throw new IllegalArgumentException("no value is allowed");
        }
    }

    /**
     * Reads the allowed values of a configuration.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static ClaimRequirement parse(String claim, List<String> allowed) {
        return new ClaimRequirement(
                claim,
                allowed.stream().filter(value -> !value.startsWith("~")).toList(),
                allowed.stream()
                        .filter(value -> value.startsWith("~"))
                        .map(value -> ClaimPattern.parse(value.substring(1)))
                        .toList());
    }

    boolean isMet(Claims claims) {
        return ClaimValues.of(claims, claim).stream()
                .anyMatch(value ->
                        equal.contains(value) || matching.stream().anyMatch(pattern -> pattern.matches(value)));
    }

    @Override
    public String toString() {
        return claim + ": "
                + Stream.concat(equal.stream(), matching.stream().map(pattern -> "~" + pattern))
                        .toList();
    }
}
