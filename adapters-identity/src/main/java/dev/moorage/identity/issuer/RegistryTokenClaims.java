package dev.moorage.identity.issuer;

import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.distribution.AccessClaim;
import dev.moorage.identity.jwt.Claims;
import dev.moorage.identity.jwt.MalformedTokenException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The claims of the registry's own tokens. Each one has its end as an instant: the replicas that verify it have issued it. */
final class RegistryTokenClaims {
    private static final String ISSUER = "moorage";
    private static final String METHOD = "amr";
    private static final String PREFIX = "idp";
    private static final String GROUPS = "groups";
    private static final String FINGERPRINT = "pwd";

    private final String service;

    RegistryTokenClaims(String service) {
        this.service = service;
    }

    ObjectNode write(TokenRequest request, String id, Instant now) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", ISSUER)
                .put("aud", service)
                .put("jti", id)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(request.life()).getEpochSecond());
        if (request.subject() instanceof Subject.User user) {
            claims.put("sub", user.localName())
                    .put(METHOD, user.provider().method())
                    .put(PREFIX, user.provider().prefix());
            ArrayNode groups = claims.putArray(GROUPS);
            user.groups().stream().sorted().forEach(groups::add);
        }
        request.fingerprint().ifPresent(fingerprint -> claims.put(FINGERPRINT, fingerprint));
        AccessClaim.write(request.cap(), claims);
        return claims;
    }

    /** Returns what a token says, or empty for a token that is not for this service. */
    Optional<VerifiedToken> verified(Claims claims) throws MalformedTokenException {
        if (!claims.text("iss").equals(Optional.of(ISSUER))
                || !claims.text("aud").equals(Optional.of(service))) {
            return Optional.empty();
        }
        return Optional.of(new VerifiedToken(
                subject(claims),
                claims.text("jti").orElse(""),
                Optional.of(AccessClaim.read(claims)),
                claims.expires(),
                claims.text(FINGERPRINT)));
    }

    private static Subject subject(Claims claims) throws MalformedTokenException {
        Optional<String> name = claims.text("sub");
        if (name.isEmpty()) {
            return Subject.ANONYMOUS;
        }
        try {
            return new Subject.User(
                    new IdentityProvider(
                            claims.text(METHOD).orElse(""), claims.text(PREFIX).orElse("")),
                    name.get(),
                    Set.copyOf(claims.texts(GROUPS)));
        } catch (IllegalArgumentException _) {
            throw new MalformedTokenException("the subject of the token is not a user");
        }
    }
}
