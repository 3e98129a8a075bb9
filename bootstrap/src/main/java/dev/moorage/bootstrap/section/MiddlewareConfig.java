package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.bootstrap.middleware.RewriteMiddleware;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * {@code middleware}: what changes the URLs to which clients are redirected.
 *
 * @param storage each of them. A later one changes what an earlier one gives
 */
public record MiddlewareConfig(List<Middleware> storage) {
    private static final String PATH = "middleware.storage[].";

    private static final List<String> NAMES = List.of("cloudfront", "redirect", "rewrite");

    /** RFC 3986, section 3.1. */
    private static final Predicate<String> SCHEME_FORM =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*").asMatchPredicate();

    /** The unreserved characters of RFC 3986, section 2.3: the id stands in a query. */
    private static final Predicate<String> ID_FORM =
            Pattern.compile("[A-Za-z0-9._~-]+").asMatchPredicate();

    private static final Key<Optional<String>> NAME =
            Key.optional(PATH + "name", "required: `redirect`, `rewrite` or `cloudfront`");
    private static final Key<Boolean> DISABLED =
            Key.flag(PATH + "disabled", false, "`true`: this entry counts for nothing");
    private static final Key<Optional<String>> BASE_URL = Key.optional(
            PATH + "options.baseurl",
            "`redirect`, `cloudfront`: required. What precedes the key of an object in its URL");
    private static final Key<Optional<String>> SCHEME =
            Key.optional(PATH + "options.scheme", "`rewrite`: the scheme of all URLs");
    private static final Key<Optional<String>> HOST =
            Key.optional(PATH + "options.host", "`rewrite`: the host of all URLs. The host is part of what S3 signs");
    private static final Key<Optional<String>> TRIM =
            Key.optional(PATH + "options.trimpathprefix", "`rewrite`: what is cut off at the beginning of the path");
    private static final Key<Optional<String>> PRIVATE_KEY = Key.optional(
            PATH + "options.privatekey", "`cloudfront`: required. A PEM file with the RSA key that signs URLs");
    private static final Key<Optional<String>> KEY_PAIR =
            Key.optional(PATH + "options.keypairid", "`cloudfront`: required. The id of the key at CloudFront");
    private static final Key<Duration> DURATION =
            Key.duration(PATH + "options.duration", Duration.ofMinutes(20), "`cloudfront`: how long a URL is valid");
    private static final Key<String> FILTER = Key.text(
            PATH + "options.ipfilteredby",
            "none",
            "`cloudfront`: only `none`. Every client is redirected to CloudFront");

    public static final ConfigSection<MiddlewareConfig> SECTION = ConfigSection.of(
            MiddlewareConfig.class,
            MiddlewareConfig::read,
            NAME,
            DISABLED,
            BASE_URL,
            SCHEME,
            HOST,
            TRIM,
            PRIVATE_KEY,
            KEY_PAIR,
            DURATION,
            FILTER);

    /** An entry of the list. */
    public sealed interface Middleware {}

    /** @param base has a scheme and a host */
    public record Redirect(URI base) implements Middleware {
        public Redirect {
            Objects.requireNonNull(base);
        }
    }

    /** Changes parts of the URLs. */
    public record Rewrite(RewriteMiddleware.Changes changes) implements Middleware {
        public Rewrite {
            Objects.requireNonNull(changes);
        }
    }

    /**
     * Signs URLs of CloudFront.
     *
     * @param path the path of the entry in the configuration, for messages
     * @param privateKey a PEM file
     */
    public record CloudFront(String path, URI base, Path privateKey, String keyPairId, Duration validFor)
            implements Middleware {
        public CloudFront {
            Objects.requireNonNull(path);
            Objects.requireNonNull(base);
            Objects.requireNonNull(privateKey);
            Objects.requireNonNull(keyPairId);
            Objects.requireNonNull(validFor);
        }
    }

    public MiddlewareConfig {
        storage = List.copyOf(storage);
    }

    private static MiddlewareConfig read(Values values) {
        List<Middleware> all = new ArrayList<>();
        for (Section entry : values.section("middleware").sections("storage")) {
            if (entry.keys().size() == 1 && NAMES.containsAll(entry.keys())) {
                // What REGISTRY_MIDDLEWARE_STORAGE_CLOUDFRONT_BASEURL and its kin make, as OpenShift sets them.
                String name = entry.keys().getFirst();
                read(name, entry.path(name), entry.section(name), values).ifPresent(all::add);
            } else if (entry.flag("disabled", false)) {
                entry.keys().forEach(entry::value); // Marks each as read, so that none is reported as unknown.
            } else {
                read(entry.text("name").orElse(""), entry.path("name"), entry.section("options"), values)
                        .ifPresent(all::add);
            }
        }
        return new MiddlewareConfig(all);
    }

    private static Optional<Middleware> read(String name, String path, Section options, Values values) {
        return switch (name) {
            case "redirect" -> url(options, "", values).map(Redirect::new);
            case "rewrite" -> Optional.of(rewrite(options));
            case "cloudfront" -> cloudFront(options, values);
            default -> {
                values.error(
                        path,
                        (name.isEmpty() ? "is missing" : "\"" + name + "\" is not supported") + "; there are: "
                                + String.join(", ", NAMES));
                options.keys().forEach(options::value);
                yield Optional.empty();
            }
        };
    }

    private static Middleware rewrite(Section options) {
        return new Rewrite(new RewriteMiddleware.Changes(
                valid(options, "scheme", SCHEME_FORM, "is not the scheme of a URL, such as https"),
                valid(
                        options,
                        "host",
                        MiddlewareConfig::isHost,
                        "is not a host, with a port or without, such as cdn.example.org:8443"),
                options.text("trimpathprefix")));
    }

    private static Optional<Middleware> cloudFront(Section options, Values values) {
        Optional<URI> base = url(options, "https://", values);
        Optional<String> key = required(options, "privatekey", "a PEM file with an RSA key", values);
        boolean hasId = required(options, "keypairid", "the id of the key at CloudFront", values)
                .isPresent();
        Optional<String> id = valid(
                options, "keypairid", ID_FORM, "has other characters than letters, digits, and the signs . _ ~ -");
        Duration validFor = options.duration("duration", DURATION.otherwise());
        if (validFor.isZero()) {
            values.error(options.path("duration"), "is 0, so that no URL is valid");
        }
        String filter =
                options.text("ipfilteredby").orElse(FILTER.otherwise()).strip().toLowerCase(Locale.ROOT);
        if (!filter.equals(FILTER.otherwise())) {
            values.error(
                    options.path("ipfilteredby"),
                    "\"" + filter + "\" is not supported: every client is redirected to CloudFront. Set it to none");
        }
        for (String unused : List.of("awsregion", "updatefrequency", "updatefrenquency", "iprangesurl")) {
            options.value(unused); // They have an effect in Distribution only with a filter.
        }
        if (base.isEmpty() || key.isEmpty() || !hasId || id.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new CloudFront(options.path("privatekey"), base.get(), Path.of(key.get()), id.get(), validFor));
    }

    private static Optional<String> valid(Section options, String key, Predicate<String> form, String problem) {
        return options.parsed(
                key,
                Optional.<String>empty(),
                text -> form.test(text) ? Optional.of(Optional.of(text)) : Optional.empty(),
                problem);
    }

    private static boolean isHost(String text) {
        try {
            return text.equals(new URI("https://" + text).parseServerAuthority().getRawAuthority());
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** @param otherwise the scheme of a URL that has none. Empty where it must have one */
    private static Optional<URI> url(Section options, String otherwise, Values values) {
        Optional<String> text = required(options, "baseurl", "a URL", values);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text.get().contains("://") ? text.get() : otherwise + text.get());
            boolean isPlain = url.getQuery() == null && url.getFragment() == null;
            if (url.getScheme() != null && url.getHost() != null && isPlain) {
                return Optional.of(url);
            }
        } catch (URISyntaxException _) {
            // Reported below.
        }
        values.error(options.path("baseurl"), "is not a URL with a scheme and a host, and without a query");
        return Optional.empty();
    }

    private static Optional<String> required(Section options, String key, String what, Values values) {
        Optional<String> text = options.text(key);
        if (text.isEmpty()) {
            values.error(options.path(key), "is missing: " + what);
        }
        return text;
    }
}
