package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.identity.certificate.CertificatePart;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code auth.certificate}: the certificates of clients name users.
 *
 * @param user where the name of the user is
 * @param pattern with one group, which is the name. Empty for the whole value
 */
public record CertificateConfig(CertificatePart user, Optional<Pattern> pattern) {
    static final String NAME = "certificate";

    /** The values of {@code http.tls.clientauth} with which a certificate is not verified. */
    private static final Set<String> UNVERIFIED = Set.of("request-client-cert", "require-any-client-cert");

    private static final Key<Optional<String>> USER = Key.optional(
                    "auth.certificate.user",
                    "the part of a client's certificate that is the name of its user: `cn`, or the subject alternative"
                            + " name `email`, `dns` or `uri`. The user is `cert:` and that name. An `Authorization`"
                            + " header goes first. Needs `http.tls.clientcas`, and a `clientauth` that verifies")
            .ours();
    private static final Key<Optional<String>> PATTERN = Key.optional(
                    "auth.certificate.pattern",
                    "a regular expression with one group, which is the name, for example"
                            + " `spiffe://acme\\.example/ns/ci/sa/(.+)`. Values that do not match as a whole are ignored")
            .ours();

    static final List<Key<?>> KEYS = List.of(USER, PATTERN);

    public CertificateConfig {
        Objects.requireNonNull(user);
        Objects.requireNonNull(pattern);
    }

    /** Returns the section, or empty when something is wrong with it, which is then reported. */
    static Optional<CertificateConfig> read(Values values) {
        Section tls = values.section("http.tls");
        if (tls.texts("clientcas").isEmpty()) {
            values.error(USER, "needs http.tls.clientcas: no certificate of a client is verified without");
        } else if (tls.text("clientauth").filter(UNVERIFIED::contains).isPresent()) {
            values.error(
                    USER,
                    "needs verify-client-cert-if-given or require-and-verify-client-cert in http.tls.clientauth: any"
                            + " client can make a certificate with any name");
        }
        Optional<CertificatePart> part = values.get(USER).flatMap(CertificatePart::parse);
        if (part.isEmpty()) {
            values.error(USER, "is none of cn, email, dns, uri");
        }
        Optional<Pattern> pattern = pattern(values);
        return part.map(known -> new CertificateConfig(known, pattern));
    }

    private static Optional<Pattern> pattern(Values values) {
        Optional<String> text = values.get(PATTERN);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Pattern pattern = Pattern.compile(text.get());
            if (pattern.matcher("").groupCount() == 1) {
                return Optional.of(pattern);
            }
            values.error(PATTERN, "has not exactly one group (…), which is the name of the user");
        } catch (PatternSyntaxException e) {
            values.error(PATTERN, "is not a regular expression: " + e.getDescription());
        }
        return Optional.empty();
    }
}
