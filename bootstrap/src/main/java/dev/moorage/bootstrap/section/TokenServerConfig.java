package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.identity.distribution.DistributionTokenSettings;
import dev.moorage.identity.jwt.SignatureAlgorithms;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code auth.token}: a token server issues the tokens, as in Distribution 2 and 3.
 *
 * @param realm the address of the token server, which clients are sent to
 * @param autoRedirectPath the path of the realm on the host that the client has asked, in place of {@code realm}. Empty for
 *     {@code realm}
 * @param rootCertBundle a PEM file with the certificates that sign tokens
 * @param jwks the keys that sign tokens
 */
public record TokenServerConfig(
        String realm,
        Optional<String> autoRedirectPath,
        DistributionTokenSettings settings,
        Optional<Path> rootCertBundle,
        Optional<KeySource> jwks,
        Optional<Path> caFile) {
    static final String NAME = "token";

    private static final Key<Optional<String>> REALM =
            Key.optional("auth.token.realm", "the URL of the token server, which clients are sent to");
    private static final Key<Optional<String>> SERVICE =
            Key.optional("auth.token.service", "the name of the registry for the token server: `aud` of its tokens");
    private static final Key<Optional<String>> ISSUER =
            Key.optional("auth.token.issuer", "the name of the token server: `iss` of its tokens");
    private static final Key<Optional<String>> ROOTS = Key.optional(
            "auth.token.rootcertbundle",
            "a PEM file with certificates. Tokens are signed with one of their keys, or with one that they certify. It"
                    + " is read again when it changes");
    private static final Key<Optional<String>> JWKS = Key.optional(
            "auth.token.jwks",
            "a file with a JSON Web Key Set, or its https URL. A file is read again when it changes, and a URL is"
                    + " fetched again after at most an hour. `jwks` or `rootcertbundle` must be set");
    private static final Key<List<String>> ALGORITHMS = Key.texts(
                    "auth.token.signingalgorithms",
                    "which algorithms tokens may be signed with: "
                            + String.join(", ", SignatureAlgorithms.OF_DISTRIBUTION))
            .showing("all");
    private static final Key<Boolean> REDIRECT = Key.flag(
            "auth.token.autoredirect",
            false,
            "`true`: clients are sent to `autoredirectpath` on the host that they have asked");
    private static final Key<String> REDIRECT_PATH =
            Key.text("auth.token.autoredirectpath", "/auth/token", "the path of the token server, with `autoredirect`");

    private static final Key<Optional<String>> CA_FILE = Key.optional(
                    "auth.token.cafile", "a PEM file with the authorities of the certificate behind the URL of `jwks`")
            .showing("those of Java")
            .ours();

    static final List<Key<?>> KEYS =
            List.of(REALM, SERVICE, ISSUER, ROOTS, JWKS, CA_FILE, ALGORITHMS, REDIRECT, REDIRECT_PATH);

    public TokenServerConfig {
        Objects.requireNonNull(realm);
        Objects.requireNonNull(autoRedirectPath);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(rootCertBundle);
        Objects.requireNonNull(jwks);
        Objects.requireNonNull(caFile);
    }

    static Optional<TokenServerConfig> read(Section token, Values values) {
        Optional<String> realm = required(token, "realm", "the URL of the token server", values);
        Optional<String> service = required(token, "service", "the name of this registry for the token server", values);
        Optional<String> issuer = required(token, "issuer", "the name of the token server", values);
        Optional<Path> roots = token.text("rootcertbundle").map(Path::of);
        Optional<KeySource> jwks = KeySource.read(token, "jwks", false, values);
        if (roots.isEmpty() && token.value("jwks").isEmpty()) {
            values.error(
                    token.path("rootcertbundle"),
                    "is missing: tokens are verified with the keys of rootcertbundle, of jwks, or of both");
        }
        Optional<Path> caFile = token.text("cafile").map(Path::of);
        if (caFile.isPresent() && !(jwks.isPresent() && jwks.get() instanceof KeySource.Url)) {
            values.warning(token.path("cafile"), "is without effect unless jwks is a URL");
        }
        List<String> algorithms = algorithms(token, values);
        String path = token.text("autoredirectpath").orElse(REDIRECT_PATH.otherwise());
        if (!path.startsWith("/")) {
            values.error(token.path("autoredirectpath"), "does not begin with /");
        }
        boolean redirects = token.flag("autoredirect", false);
        return realm.isEmpty() || service.isEmpty() || issuer.isEmpty() || roots.isEmpty() && jwks.isEmpty()
                ? Optional.empty()
                : Optional.of(new TokenServerConfig(
                        realm.get(),
                        redirects ? Optional.of(path) : Optional.empty(),
                        new DistributionTokenSettings(issuer.get(), service.get(), algorithms),
                        roots,
                        jwks,
                        caFile));
    }

    private static Optional<String> required(Section token, String key, String meaning, Values values) {
        Optional<String> text = token.text(key);
        if (text.isEmpty()) {
            values.error(token.path(key), "is missing: " + meaning);
        }
        return text;
    }

    private static List<String> algorithms(Section token, Values values) {
        List<String> all = SignatureAlgorithms.OF_DISTRIBUTION;
        List<String> named = token.texts("signingalgorithms");
        List<String> known = named.stream().filter(all::contains).toList();
        if (known.size() < named.size()) {
            values.error(token.path("signingalgorithms"), "names another algorithm than " + String.join(", ", all));
        }
        return known.isEmpty() ? all : known;
    }
}
