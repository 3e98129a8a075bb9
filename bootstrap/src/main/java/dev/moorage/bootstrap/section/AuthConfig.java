package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.UnsupportedKeys;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.identity.login.LoginLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code auth}, and {@code limits.logins}. It holds at most one kind of access control, as in Distribution, and next to it the
 * issuers of {@code auth.oidc} and the registry's own {@code auth.issuer}. An unknown key below {@code auth} is an error and not a
 * warning as elsewhere, since a registry that was meant to be closed would be open.
 *
 * @param token the token server whose tokens are accepted
 * @param oidc the OpenID Connect issuers whose tokens are accepted
 * @param issuer the registry's own tokens
 */
public record AuthConfig(
        Optional<Htpasswd> htpasswd,
        Optional<LdapConfig> ldap,
        Optional<CertificateConfig> certificate,
        Optional<TokenServerConfig> token,
        List<OidcConfig> oidc,
        IssuerConfig issuer,
        LoginLimits logins) {
    private static final String AUTH = "auth";
    /** What can stand below {@code auth} next to one kind of access control. */
    private static final Set<String> COMBINABLE =
            Set.of(LdapConfig.NAME, CertificateConfig.NAME, OidcConfig.NAME, IssuerConfig.NAME);

    private static final Key<String> REALM = Key.text(
            "auth.htpasswd.realm", "Registry Realm", "the realm that clients show when they ask for a password");
    private static final Key<Optional<String>> PATH = Key.optional(
            "auth.htpasswd.path",
            "users and hashes: bcrypt of a cost from 4 to 16, `$5$`, `$6$` or `$argon2id$`. Any other line is ignored"
                    + " with a warning. The file is read"
                    + " again when it changes. A changed file with another cost is rejected. While the file cannot be"
                    + " read, no login succeeds");
    private static final Key<LoginLimits.Rate> LOGINS_PER_ADDRESS = Key.of(
                    "limits.logins.peraddress",
                    "rate",
                    LoginLimits.defaults().perAddress(),
                    "`20/1m`",
                    "how many logins from one address may fail in that time before 429. A cached successful login always"
                            + " passes. `0` for no limit, for example behind a proxy",
                    LoginRates::read)
            .ours();
    private static final Key<LoginLimits.Rate> LOGINS_PER_USER = Key.of(
                    "limits.logins.peruser",
                    "rate",
                    LoginLimits.defaults().perUser(),
                    "`10/1m`",
                    "the same for one user from one address",
                    LoginRates::read)
            .ours();

    public static final ConfigSection<AuthConfig> SECTION = new ConfigSection<>(
            AuthConfig.class,
            Stream.of(
                            List.<Key<?>>of(REALM, PATH),
                            LdapConfig.KEYS,
                            CertificateConfig.KEYS,
                            TokenServerConfig.KEYS,
                            OidcConfig.KEYS,
                            IssuerConfig.KEYS,
                            List.<Key<?>>of(LOGINS_PER_ADDRESS, LOGINS_PER_USER))
                    .flatMap(List::stream)
                    .toList(),
            AuthConfig::read);

    public AuthConfig {
        Objects.requireNonNull(htpasswd);
        Objects.requireNonNull(ldap);
        Objects.requireNonNull(certificate);
        Objects.requireNonNull(token);
        oidc = List.copyOf(oidc);
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(logins);
    }

    /** {@code auth.htpasswd}. */
    public record Htpasswd(String realm, Path path) {
        public Htpasswd {
            Objects.requireNonNull(realm);
            Objects.requireNonNull(path);
        }
    }

    /** Returns whether callers can be authenticated at all. Without, the registry is open. */
    public boolean isClosed() {
        return htpasswd.isPresent()
                || ldap.isPresent()
                || certificate.isPresent()
                || token.isPresent()
                || !oidc.isEmpty();
    }

    private static AuthConfig read(Values values) {
        Section auth = values.section(AUTH);
        List<String> types = auth.keys().stream()
                .filter(key -> !COMBINABLE.contains(key.toLowerCase(Locale.ROOT)))
                .toList();
        if (types.size() > 1) {
            values.error(
                    AUTH,
                    "names more than one access control: " + String.join(", ", types)
                            + "; only ldap, certificate, oidc and issuer can stand next to one");
        }
        Optional<Htpasswd> htpasswd = Optional.empty();
        Optional<TokenServerConfig> token = Optional.empty();
        for (String type : types) {
            switch (type.toLowerCase(Locale.ROOT)) {
                case "none" -> auth.value(type);
                case "htpasswd" -> htpasswd = htpasswd(auth.section(type), values);
                case TokenServerConfig.NAME -> token = TokenServerConfig.read(auth.section(type), values);
                default -> refuse(auth, type, values);
            }
        }
        Optional<LdapConfig> ldap = Optional.empty();
        if (has(auth, LdapConfig.NAME)) {
            ldap = LdapConfig.read(values);
            checkNextTo(LdapConfig.NAME, "user that the directory has", types, values);
        }
        Optional<CertificateConfig> certificate = Optional.empty();
        if (has(auth, CertificateConfig.NAME)) {
            certificate = CertificateConfig.read(values);
            checkNextTo(CertificateConfig.NAME, "client with a certificate that names a user", types, values);
        }
        List<OidcConfig> oidc = oidc(auth, values);
        if (!oidc.isEmpty() && types.stream().anyMatch("none"::equalsIgnoreCase)) {
            values.error("auth.none", "contradicts auth.oidc: remove one of them");
        }
        if (values.section("access").keys().isEmpty()
                && oidc.stream().anyMatch(one -> one.issuer().require().isEmpty())) {
            values.error(
                    "auth.oidc",
                    "needs rules in access, or require: without them each user of the issuer may push and delete"
                            + " everything");
        }
        if (has(auth, OidcConfig.NAME) && auth.sections(OidcConfig.NAME).isEmpty()) {
            values.error("auth.oidc", "names no issuer");
        } else if (types.isEmpty()
                && ldap.isEmpty()
                && certificate.isEmpty()
                && oidc.isEmpty()
                && has(auth, IssuerConfig.NAME)) {
            requireCallers(values);
        }
        IssuerConfig issuer = IssuerConfig.read(auth.section(IssuerConfig.NAME), values);
        if (auth.value("token").isPresent() && issuer.enabled().equals(Optional.of(true))) {
            values.error("auth.issuer.enabled", "contradicts auth.token, whose server issues the tokens");
        }
        return new AuthConfig(
                htpasswd,
                ldap,
                certificate,
                token,
                oidc,
                issuer,
                new LoginLimits(values.get(LOGINS_PER_ADDRESS), values.get(LOGINS_PER_USER)));
    }

    /** Whether a kind is named, also in another case or without a value: it must not be taken for an open registry. */
    private static boolean has(Section auth, String kind) {
        return auth.keys().stream().anyMatch(kind::equalsIgnoreCase);
    }

    /** Reports what contradicts a kind of callers, or leaves too much to it. */
    private static void checkNextTo(String kind, String callers, List<String> types, Values values) {
        if (types.stream().anyMatch("none"::equalsIgnoreCase)) {
            values.error("auth.none", "contradicts auth." + kind + ": remove one of them");
        }
        if (values.section("access").keys().isEmpty()) {
            values.warning(
                    AUTH + "." + kind,
                    "there are no rules in access: each " + callers + " may push and delete everything");
        }
    }

    /** Tokens close no registry: there must be users, or rules for callers without a password. */
    private static void requireCallers(Values values) {
        if (values.section("access").keys().isEmpty()) {
            values.error(
                    "auth.issuer",
                    "needs users next to it, or rules in access: without them any client may do everything");
        }
    }

    private static Optional<Htpasswd> htpasswd(Section htpasswd, Values values) {
        Optional<String> path = htpasswd.text("path");
        if (path.isEmpty()) {
            values.error(htpasswd.path("path"), "is missing");
        }
        String realm = htpasswd.text("realm").orElse(REALM.otherwise());
        return path.map(file -> new Htpasswd(realm, Path.of(file)));
    }

    private static List<OidcConfig> oidc(Section auth, Values values) {
        List<OidcConfig> issuers = new ArrayList<>();
        for (Section section : auth.sections(OidcConfig.NAME)) {
            Optional<OidcConfig> read = OidcConfig.read(section, values);
            if (read.isPresent()) {
                OidcConfig issuer = read.get();
                if (issuers.stream()
                        .anyMatch(other ->
                                other.issuer().name().equals(issuer.issuer().name()))) {
                    values.error(section.path("name"), "is that of another issuer: the users of both would be one");
                }
                if (issuers.stream()
                        .anyMatch(other ->
                                other.issuer().issuer().equals(issuer.issuer().issuer()))) {
                    values.error(section.path("issuer"), "stands twice: a token is verified by one of them alone");
                }
                issuers.add(issuer);
            }
        }
        return issuers;
    }

    private static void refuse(Section auth, String type, Values values) {
        String path = auth.path(type);
        values.error(
                path,
                UnsupportedKeys.refused(path)
                        .orElse("is none of none, htpasswd, ldap, certificate, token, oidc, issuer"));
        auth.value(type); // The error is already reported.
    }
}
