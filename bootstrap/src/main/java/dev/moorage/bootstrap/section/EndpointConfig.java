package dev.moorage.bootstrap.section;

import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.application.service.notification.endpoint.EventAction;
import dev.moorage.application.service.notification.endpoint.EventFilter;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.notifications.EnvelopeFormat;
import dev.moorage.notifications.ReceiverSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An element of {@code notifications.endpoints}.
 *
 * @param caCert a PEM file with the authorities of the receiver's certificate. Empty for those of Java
 */
public record EndpointConfig(
        EndpointSettings settings, EventFilter filter, ReceiverSettings receiver, Optional<Path> caCert) {
    private static final String PATH = "notifications.endpoints[].";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int TEN = 10;

    private static final Key<Optional<String>> NAME = Key.optional(
            PATH + "name",
            "the name of the receiver in logs, metrics and commands. Events wait in the storage under it");
    private static final Key<Boolean> DISABLED =
            Key.flag(PATH + "disabled", false, "`true`: the endpoint gets no events");
    private static final Key<Optional<String>> URL =
            Key.optional(PATH + "url", "required: the address that events are sent to by `POST`");
    private static final Key<Map<String, List<String>>> HEADERS = Key.of(
            PATH + "headers",
            "mapping",
            Map.of(),
            "none",
            "sent with each event, for example `Authorization: [Bearer TOKEN]`",
            (section, name, _) -> section.section(name).textsByKey());
    private static final Key<Duration> TIMEOUT =
            Key.duration(PATH + "timeout", SECOND, "the longest time of one attempt, at most 9 seconds");
    private static final Key<Integer> THRESHOLD = Key.number(
            PATH + "threshold", TEN, Integer.MIN_VALUE, "how many failures in a row are tried again after 100 ms");
    private static final Key<Duration> BACKOFF = Key.duration(
            PATH + "backoff", SECOND, "the pause after more failures. It doubles each time, up to five minutes");
    private static final Key<List<String>> IGNORED =
            Key.texts(PATH + "ignoredmediatypes", "the media types of content whose events are not sent");
    private static final Key<List<String>> IGNORED_TYPES =
            Key.texts(PATH + "ignore.mediatypes", "the same as `ignoredmediatypes`");
    private static final Key<List<String>> IGNORED_ACTIONS =
            Key.texts(PATH + "ignore.actions", "actions that are not sent: `push`, `pull`, `mount`, `delete`");
    private static final Key<Boolean> DURABLE = Key.flag(
                    PATH + "durable",
                    true,
                    "`true`: pushes of manifests and deletes wait in the storage. `false`: in memory, and a restart loses"
                            + " them")
            .ours();
    private static final Key<Integer> MAX_ATTEMPTS = Key.number(
                    PATH + "maxattempts", TEN, 1, "after how many answers 4xx an event is a dead letter")
            .ours();
    private static final Key<Duration> MAX_AGE = Key.duration(
                    PATH + "maxage",
                    Duration.ofDays(1),
                    "the age at which an event that cannot be delivered is a dead letter")
            .ours();
    private static final Key<String> FORMAT = Key.text(
                    PATH + "format", "distribution", "`cloudevents`: each event is a CloudEvent 1.0")
            .ours();
    private static final Key<Optional<String>> SECRET = Key.optional(
                    PATH + "secret", "signs each event: `X-Signature: sha256=` and the HMAC of the body")
            .ours();
    private static final Key<List<String>> REPOSITORIES = Key.texts(
                    PATH + "repositories", "patterns of the repositories whose events are sent, for example `team/**`")
            .showing("all")
            .ours();
    private static final Key<Optional<String>> CA_CERT = Key.optional(
                    PATH + "cacert", "a PEM file with the authorities of the receiver's certificate")
            .showing("those of Java")
            .ours();

    static final List<Key<?>> KEYS = List.of(
            NAME,
            DISABLED,
            URL,
            HEADERS,
            TIMEOUT,
            THRESHOLD,
            BACKOFF,
            IGNORED,
            IGNORED_TYPES,
            IGNORED_ACTIONS,
            DURABLE,
            MAX_ATTEMPTS,
            MAX_AGE,
            FORMAT,
            SECRET,
            REPOSITORIES,
            CA_CERT);

    public EndpointConfig {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(filter);
        Objects.requireNonNull(receiver);
        Objects.requireNonNull(caCert);
    }

    /** Returns the endpoint, or empty when it is disabled, or something is wrong with it, which is then reported. */
    static Optional<EndpointConfig> read(Section section, Values values) {
        boolean disabled = section.flag("disabled", false);
        // All keys are read, so that a misspelt one of a disabled endpoint is found too.
        Optional<String> name = section.text("name");
        Optional<URI> url = url(section, disabled, values);
        Map<String, List<String>> headers = headers(section, values);
        EventFilter filter = filter(section, values);
        EnvelopeFormat format = section.parsed(
                "format",
                EnvelopeFormat.DISTRIBUTION,
                EnvelopeFormat::tryParse,
                "is none of distribution, cloudevents");
        Duration timeout = pause(section, "timeout", values);
        int threshold = section.number("threshold", TEN, Integer.MIN_VALUE);
        EndpointSettings settings = new EndpointSettings(
                name.orElse(""),
                threshold <= 0 ? TEN : threshold,
                pause(section, "backoff", values),
                section.number("maxattempts", TEN, 1),
                section.duration("maxage", MAX_AGE.otherwise()),
                section.flag("durable", true));
        Optional<String> secret = section.text("secret");
        Optional<Path> caCert = section.text("cacert").map(Path::of);
        if (disabled) {
            return Optional.empty();
        }
        if (name.isEmpty()) {
            values.error(section.path("name"), "is missing: events wait for an endpoint under its name");
        }
        return name.isEmpty() || url.isEmpty()
                ? Optional.empty()
                : Optional.of(new EndpointConfig(
                        settings, filter, new ReceiverSettings(url.get(), headers, timeout, format, secret), caCert));
    }

    private static Optional<URI> url(Section section, boolean disabled, Values values) {
        Optional<String> text = section.text("url");
        if (text.isEmpty()) {
            if (!disabled) {
                values.error(section.path("url"), "is missing: the address that events are sent to");
            }
            return Optional.empty();
        }
        try {
            URI url = new URI(text.get());
            boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (url.getHost() != null && isWeb && Addresses.hasPossiblePort(url)) {
                return Optional.of(url);
            }
        } catch (URISyntaxException _) {
            // Reported below.
        }
        values.error(section.path("url"), "is not an address such as https://hooks.example.org/registry");
        return Optional.empty();
    }

    /** Returns the headers. Java refuses some names, which a request needs for itself. */
    private static Map<String, List<String>> headers(Section section, Values values) {
        Section headers = section.section("headers");
        Map<String, List<String>> all = headers.textsByKey();
        all.forEach((name, texts) -> {
            try {
                texts.forEach(text -> HttpRequest.newBuilder().header(name, text));
            } catch (IllegalArgumentException _) {
                values.error(headers.path(name), "is not a header that can be sent");
            }
        });
        return all;
    }

    /** Returns a time that is longer than none. Distribution has one second for others. */
    private static Duration pause(Section section, String key, Values values) {
        Optional<String> text = section.text(key);
        Duration duration = section.duration(key, SECOND);
        if (text.filter(plain -> plain.matches("[1-9]\\d*")).isPresent()) {
            values.warning(section.path(key), "is in nanoseconds, since it has no unit: write 500ms or 5s");
        }
        return duration.isZero() || duration.isNegative() ? SECOND : duration;
    }

    private static EventFilter filter(Section section, Values values) {
        Section ignore = section.section("ignore");
        Set<String> mediaTypes = new HashSet<>(section.texts("ignoredmediatypes"));
        mediaTypes.addAll(ignore.texts("mediatypes"));
        Set<EventAction> actions = new HashSet<>();
        for (String text : ignore.texts("actions")) {
            Optional<EventAction> action = EventAction.tryParse(text.toLowerCase(Locale.ROOT));
            action.ifPresent(actions::add);
            if (action.isEmpty()) {
                values.warning(ignore.path("actions"), "names an action that there is not: " + text);
            }
        }
        List<RepositoryPattern> repositories = new ArrayList<>();
        for (String text : section.texts("repositories")) {
            try {
                repositories.add(RepositoryPattern.parse(text));
            } catch (IllegalArgumentException e) {
                values.error(section.path("repositories"), "\"" + text + "\" " + e.getMessage());
            }
        }
        return new EventFilter(mediaTypes, actions, repositories);
    }
}
