package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code auth.issuer}: the registry issues tokens itself.
 *
 * @param enabled whether it does. Empty where the configuration does not say: it does where rules admit callers without
 *     credentials, or where there are OpenID Connect issuers
 * @param realm the address at which clients ask for tokens. Empty for the address at which they ask the registry
 * @param service the name of the registry in its tokens. Replicas, and registries that share a secret and a name, accept each
 *     other's tokens
 * @param life how long a token is valid that was issued for a password
 * @param session how long a token is valid that was issued for the token of an OpenID Connect issuer
 * @param uploadGrace how long after its end a token continues an upload that began with it
 */
public record IssuerConfig(
        Optional<Boolean> enabled,
        Optional<URI> realm,
        String service,
        Duration life,
        Duration session,
        Duration uploadGrace) {
    static final String NAME = "issuer";
    /** Clients take a shorter life as this one. */
    private static final Duration LEAST = Duration.ofSeconds(60);

    private static final Duration MOST = Duration.ofDays(1);

    private static final Key<Optional<Boolean>> ENABLED = Key.<Optional<Boolean>>of(
                    "auth.issuer.enabled",
                    "flag",
                    Optional.empty(),
                    "`true` with `auth.oidc` or rules for `anonymous`",
                    "whether the registry issues tokens at `/v2/token`, signed with `http.secret`. docker pulls without"
                            + " a login and pushes with one only where it does",
                    (section, name, _) -> section.text(name).isEmpty()
                            ? Optional.empty()
                            : Optional.of(section.flag(name, false)))
            .ours();
    private static final Key<Optional<String>> REALM = Key.optional(
                    "auth.issuer.realm", "the URL of `/v2/token` as clients reach it")
            .showing("by `http.host`, or by the request")
            .ours();
    private static final Key<String> SERVICE = Key.text(
                    "auth.issuer.service",
                    "moorage",
                    "the name of the registry in its tokens. Registries that share `http.secret` need different names")
            .ours();
    private static final Key<Duration> LIFE = Key.duration(
                    "auth.issuer.life",
                    Duration.ofMinutes(15),
                    "how long a token is valid, from a minute to a day. Changed rules, groups and passwords count at"
                            + " once for tokens that are valid")
            .ours();
    private static final Key<Duration> SESSION = Key.duration(
                    "auth.issuer.session",
                    Duration.ofHours(1),
                    "the same for a token that is issued for the token of an `auth.oidc` issuer")
            .ours();
    private static final Key<Duration> GRACE = Key.duration(
                    "auth.issuer.uploadgrace",
                    Duration.ofHours(1),
                    "how long after its end a token continues the uploads that it has begun. `0s` for not at all")
            .ours();

    static final List<Key<?>> KEYS = List.of(ENABLED, REALM, SERVICE, LIFE, SESSION, GRACE);

    public IssuerConfig {
        Objects.requireNonNull(enabled);
        Objects.requireNonNull(realm);
        Objects.requireNonNull(service);
        Objects.requireNonNull(life);
        Objects.requireNonNull(session);
        Objects.requireNonNull(uploadGrace);
    }

    static IssuerConfig read(Section issuer, Values values) {
        Duration grace = values.get(GRACE);
        if (grace.isNegative() || grace.compareTo(MOST) > 0) {
            values.error(GRACE, "is not from 0s to 24h");
        }
        return new IssuerConfig(
                values.get(ENABLED),
                realm(issuer, values),
                values.get(SERVICE),
                life(LIFE, values),
                life(SESSION, values),
                grace);
    }

    private static Duration life(Key<Duration> key, Values values) {
        Duration life = values.get(key);
        if (life.compareTo(LEAST) < 0 || life.compareTo(MOST) > 0) {
            values.error(key, "is not from 1m to 24h");
            return key.otherwise();
        }
        return life;
    }

    private static Optional<URI> realm(Section issuer, Values values) {
        Optional<String> text = issuer.text("realm");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.get());
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            // Reported below.
        }
        values.error(REALM, "is not a URL such as https://registry.example.org/v2/token");
        return Optional.empty();
    }
}
