package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.identity.jwt.SignatureAlgorithms;
import dev.moorage.identity.oidc.ClaimRequirement;
import dev.moorage.identity.oidc.ClaimTemplate;
import dev.moorage.identity.oidc.OidcIssuer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An element of {@code auth.oidc}: an OpenID Connect issuer whose tokens are accepted.
 *
 * @param jwks the keys that sign its tokens. Empty to ask the issuer for them
 * @param caFile a PEM file with the authorities of the issuer's TLS certificate. Empty for those of Java
 * @param bearerTokenFile a file with a token that is sent to the issuer with each request, read anew for each
 * @param insecure whether {@code http} to the own machine is allowed
 */
public record OidcConfig(
        OidcIssuer issuer,
        Optional<KeySource> jwks,
        Optional<Path> caFile,
        Optional<Path> bearerTokenFile,
        boolean insecure) {
    static final String NAME = "oidc";

    private static final String PATH = "auth.oidc[].";
    /** The prefixes of other kinds of users, with the names of their sections. */
    private static final Map<String, String> OTHERS = Map.of(
            IdentityProvider.TOKEN_SERVER.prefix(), TokenServerConfig.NAME,
            IdentityProvider.DIRECTORY.prefix(), LdapConfig.NAME,
            IdentityProvider.CERTIFICATE.prefix(), CertificateConfig.NAME);

    private static final Key<Optional<String>> PREFIX = Key.optional(
                    PATH + "name",
                    "the prefix of the issuer's users and groups: `github` makes `github:acme/app`. Of `a-z`, `0-9`,"
                            + " `-` and `_`")
            .ours();
    private static final Key<Optional<String>> ISSUER = Key.optional(
                    PATH + "issuer", "the URL of the issuer: `iss` of its tokens, compared exactly")
            .ours();
    private static final Key<List<String>> AUDIENCES = Key.texts(
                    PATH + "audiences", "required: the names of the registry for the issuer. A token has one as `aud`")
            .ours();
    private static final Key<String> USER = Key.text(
                    PATH + "user", "{sub}", "makes the name of the user, with claims in braces")
            .ours();
    private static final Key<List<String>> GROUPS = Key.texts(
                    PATH + "groups",
                    "make the names of groups. One with a claim that the token does not have is left out")
            .ours();
    private static final Key<List<String>> REQUIRE = Key.of(
                    PATH + "require",
                    "mapping",
                    List.<String>of(),
                    "none",
                    "claims that a token must have, each with its value, or with a list of which one is enough. A value"
                            + " with `~` in front is a pattern",
                    (section, name, _) -> section.section(name).keys())
            .ours();
    private static final Key<List<String>> ALGORITHMS = Key.texts(
                    PATH + "algorithms",
                    "which algorithms tokens may be signed with: "
                            + String.join(", ", SignatureAlgorithms.OF_PUBLIC_KEYS))
            .showing("all")
            .ours();
    private static final Key<Optional<String>> JWKS = Key.optional(
                    PATH + "jwks", "the file or the URL of the issuer's keys, where they are not found by its name")
            .showing("by discovery")
            .ours();
    private static final Key<Optional<String>> CA_FILE = Key.optional(
                    PATH + "cafile", "a PEM file with the authorities of the issuer's certificate")
            .showing("those of Java")
            .ours();
    private static final Key<Optional<String>> BEARER = Key.optional(
                    PATH + "bearertokenfile",
                    "a file with the token that the issuer wants for its keys, as Kubernetes does")
            .ours();
    private static final Key<Boolean> INSECURE = Key.flag(
                    PATH + "insecure", false, "`true`: the issuer on this machine may be asked without TLS")
            .ours();

    static final List<Key<?>> KEYS =
            List.of(PREFIX, ISSUER, AUDIENCES, USER, GROUPS, REQUIRE, ALGORITHMS, JWKS, CA_FILE, BEARER, INSECURE);

    public OidcConfig {
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(jwks);
        Objects.requireNonNull(caFile);
        Objects.requireNonNull(bearerTokenFile);
    }

    /** Returns the issuer, or empty when something is wrong with it, which is then reported. */
    static Optional<OidcConfig> read(Section section, Values values) {
        boolean insecure = section.flag("insecure", false);
        Optional<String> name = name(section, values);
        Optional<String> url = section.text("issuer");
        if (url.isEmpty()) {
            values.error(section.path("issuer"), "is missing: the URL of the issuer");
        }
        List<String> audiences = section.texts("audiences");
        if (audiences.isEmpty() || audiences.contains("")) {
            values.error(
                    section.path("audiences"),
                    "is missing: without one, a token that was issued for another service would be accepted");
        }
        Optional<KeySource> jwks = KeySource.read(section, "jwks", insecure, values);
        if (url.isPresent() && section.value("jwks").isEmpty()) {
            // The keys are found by the issuer's name, which is therefore fetched from.
            KeySource.url(section, "issuer", url.get(), insecure, values);
        }
        Optional<ClaimTemplate> user =
                parsed(section.text("user").stream().toList(), section.path("user"), ClaimTemplate::parse, values)
                        .stream()
                        .findFirst();
        List<ClaimTemplate> groups =
                parsed(section.texts("groups"), section.path("groups"), ClaimTemplate::parse, values);
        List<ClaimRequirement> require = require(section.section("require"), values);
        List<String> algorithms = algorithms(section, values);
        Optional<Path> caFile = section.text("cafile").map(Path::of);
        Optional<Path> bearer = section.text("bearertokenfile").map(Path::of);
        if (name.isEmpty() || url.isEmpty() || audiences.isEmpty() || audiences.contains("")) {
            return Optional.empty();
        }
        OidcIssuer issuer = new OidcIssuer(
                name.get(),
                url.get(),
                Set.copyOf(audiences),
                user.orElseGet(() -> ClaimTemplate.parse(USER.otherwise())),
                groups,
                require,
                algorithms);
        return Optional.of(new OidcConfig(issuer, jwks, caFile, bearer, insecure));
    }

    private static Optional<String> name(Section section, Values values) {
        Optional<String> name = section.text("name");
        if (name.isEmpty()) {
            values.error(section.path("name"), "is missing: the prefix of the issuer's users, such as github");
        } else if (!IdentityProvider.isPrefix(name.get())) {
            values.error(section.path("name"), "is not of a-z, 0-9, - and _");
            return Optional.empty();
        } else {
            Optional.ofNullable(OTHERS.get(name.get()))
                    .ifPresent(other ->
                            values.error(section.path("name"), "is the prefix of the users of auth." + other));
        }
        return name;
    }

    private static List<ClaimRequirement> require(Section section, Values values) {
        List<ClaimRequirement> all = new ArrayList<>();
        section.textsByKey()
                .forEach((claim, allowed) -> all.addAll(parsed(
                        List.of(claim), section.path(claim), _ -> ClaimRequirement.parse(claim, allowed), values)));
        return all;
    }

    private static List<String> algorithms(Section section, Values values) {
        List<String> all = SignatureAlgorithms.OF_PUBLIC_KEYS;
        List<String> named = section.texts("algorithms");
        List<String> known = named.stream().filter(all::contains).toList();
        if (known.size() < named.size()) {
            values.error(section.path("algorithms"), "names another algorithm than " + String.join(", ", all));
        }
        return known.isEmpty() ? all : known;
    }

    private static <T> List<T> parsed(List<String> texts, String path, Function<String, T> parse, Values values) {
        List<T> all = new ArrayList<>();
        for (String text : texts) {
            try {
                all.add(parse.apply(text));
            } catch (IllegalArgumentException e) {
                values.error(path, "\"" + text + "\" " + e.getMessage());
            }
        }
        return all;
    }
}
