package dev.moorage.identity.oidc;

import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.identity.jwt.SignatureAlgorithms;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An issuer whose tokens are accepted.
 *
 * @param name the prefix of its users and groups
 * @param issuer {@code iss} of its tokens, compared exactly
 * @param audiences at least one. A token for none of them was given to another service, and is refused
 * @param user makes the user's name
 * @param groups make the names of groups
 * @param require what its tokens must claim
 * @param algorithms the algorithms that its tokens may be signed with, of {@link SignatureAlgorithms#OF_PUBLIC_KEYS}. No shared
 *     secret is among them
 */
public record OidcIssuer(
        String name,
        String issuer,
        Set<String> audiences,
        ClaimTemplate user,
        List<ClaimTemplate> groups,
        List<ClaimRequirement> require,
        List<String> algorithms) {
    public OidcIssuer {
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(user);
        audiences = Set.copyOf(audiences);
        groups = List.copyOf(groups);
        require = List.copyOf(require);
        algorithms = List.copyOf(algorithms);
        if (!IdentityProvider.isPrefix(name)) {
            throw new IllegalArgumentException("a name is of a-z, 0-9, - and _");
        }
        if (algorithms.isEmpty() || !SignatureAlgorithms.OF_PUBLIC_KEYS.containsAll(algorithms)) {
            throw new IllegalArgumentException(
                    "algorithms are some of " + String.join(", ", SignatureAlgorithms.OF_PUBLIC_KEYS));
        }
        if (audiences.isEmpty() || audiences.contains("")) {
            throw new IllegalArgumentException("an issuer has no audience: a token for any service would be accepted");
        }
    }

    /** Creates an issuer whose tokens may be signed with any algorithm of public keys. */
    public OidcIssuer(
            String name,
            String issuer,
            Set<String> audiences,
            ClaimTemplate user,
            List<ClaimTemplate> groups,
            List<ClaimRequirement> require) {
        this(name, issuer, audiences, user, groups, require, SignatureAlgorithms.OF_PUBLIC_KEYS);
    }

    /** Returns what decides which tokens are accepted and whose they are, as a text that changes with it. */
    public String settings() {
        return String.join(
                "\n",
                issuer,
                audiences.stream().sorted().toList().toString(),
                user.toString(),
                groups.toString(),
                require.stream()
                        .map(ClaimRequirement::toString)
                        .sorted()
                        .toList()
                        .toString());
    }

    /** Returns the provider of the issuer's users. */
    public IdentityProvider provider() {
        return new IdentityProvider("oidc", name);
    }
}
