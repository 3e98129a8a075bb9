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
 */
public record OidcIssuer(
        String name,
        String issuer,
        Set<String> audiences,
        ClaimTemplate user,
        List<ClaimTemplate> groups,
        List<ClaimRequirement> require) {
    /** The algorithms that tokens may be signed with. No shared secret is among them. */
    static final List<String> ALGORITHMS = SignatureAlgorithms.OF_PUBLIC_KEYS;

    public OidcIssuer {
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(user);
        audiences = Set.copyOf(audiences);
        groups = List.copyOf(groups);
        require = List.copyOf(require);
        if (!IdentityProvider.isPrefix(name)) {
            throw new IllegalArgumentException("a name is of a-z, 0-9, - and _");
        }
        if (audiences.isEmpty() || audiences.contains("")) {
            throw new IllegalArgumentException("an issuer has no audience: a token for any service would be accepted");
        }
    }

    IdentityProvider provider() {
        return new IdentityProvider("oidc", name);
    }
}
