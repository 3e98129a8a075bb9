package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code health}: what makes the registry unready.
 *
 * @param storage how the storage is checked, or empty where it is not
 * @param refuse whether every request is answered with 503 while a check fails
 */
public record HealthConfig(
        Optional<Pace> storage,
        List<FileTarget> files,
        List<UriTarget> uris,
        List<TcpTarget> addresses,
        boolean refuse) {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private static final String FILE = "health.file[].";
    private static final String URI_OF = "health.http[].";
    private static final String TCP = "health.tcp[].";

    private static final Key<Boolean> STORAGE =
            Key.flag("health.storagedriver.enabled", true, "`false`: the storage is not checked");
    private static final Key<Duration> STORAGE_INTERVAL =
            Key.duration("health.storagedriver.interval", INTERVAL, "how long a result of the check is kept");
    private static final Key<Integer> STORAGE_THRESHOLD = Key.number(
                    "health.storagedriver.threshold",
                    0,
                    0,
                    "the failures in a row with which the check fails. 0 is the same as 1")
            .showing("`1`");
    private static final Key<Optional<String>> FILE_PATH =
            Key.optional(FILE + "file", "required: a file that makes the registry unready as long as it exists");
    private static final Key<Duration> FILE_INTERVAL =
            Key.duration(FILE + "interval", INTERVAL, "how long a result of the check is kept");
    private static final Key<Optional<String>> URI_URI =
            Key.optional(URI_OF + "uri", "required: a URL that is asked with `HEAD`");
    private static final Key<Map<String, List<String>>> URI_HEADERS = Key.of(
            URI_OF + "headers",
            "mapping",
            Map.of(),
            "none",
            "headers of the request",
            (section, name, _) -> section.section(name).textsByKey());
    private static final Key<Integer> URI_STATUS =
            Key.number(URI_OF + "statuscode", OK, 0, "the status of a healthy server");
    private static final Key<Duration> URI_TIMEOUT =
            Key.duration(URI_OF + "timeout", TIMEOUT, "how long to wait for the connection, and for the response");
    private static final Key<Duration> URI_INTERVAL =
            Key.duration(URI_OF + "interval", INTERVAL, "how long a result of the check is kept");
    private static final Key<Integer> URI_THRESHOLD = Key.number(
                    URI_OF + "threshold", 0, 0, "the failures in a row with which the check fails. 0 is the same as 1")
            .showing("`1`");
    private static final Key<Optional<String>> TCP_ADDR =
            Key.optional(TCP + "addr", "required: `host:port`, an address that must take connections");
    private static final Key<Duration> TCP_TIMEOUT =
            Key.duration(TCP + "timeout", TIMEOUT, "how long to wait for the connection");
    private static final Key<Duration> TCP_INTERVAL =
            Key.duration(TCP + "interval", INTERVAL, "how long a result of the check is kept");
    private static final Key<Integer> TCP_THRESHOLD = Key.number(
                    TCP + "threshold", 0, 0, "the failures in a row with which the check fails. 0 is the same as 1")
            .showing("`1`");
    private static final Key<Boolean> REFUSE = Key.flag(
                    "health.refuse",
                    false,
                    "`true`: every request but those of probes is answered with 503 while a check fails, as in"
                            + " Distribution")
            .ours();

    public static final ConfigSection<HealthConfig> SECTION = ConfigSection.of(
            HealthConfig.class,
            HealthConfig::read,
            STORAGE,
            STORAGE_INTERVAL,
            STORAGE_THRESHOLD,
            FILE_PATH,
            FILE_INTERVAL,
            URI_URI,
            URI_HEADERS,
            URI_STATUS,
            URI_TIMEOUT,
            URI_INTERVAL,
            URI_THRESHOLD,
            TCP_ADDR,
            TCP_TIMEOUT,
            TCP_INTERVAL,
            TCP_THRESHOLD,
            REFUSE);

    public HealthConfig {
        Objects.requireNonNull(storage);
        files = List.copyOf(files);
        uris = List.copyOf(uris);
        addresses = List.copyOf(addresses);
    }

    /**
     * How often a check runs, and when it fails.
     *
     * @param interval how long a result is kept
     * @param threshold failures in a row, at least 1
     */
    public record Pace(Duration interval, int threshold) {
        public Pace {
            Objects.requireNonNull(interval);
        }

        /** Reads values as Distribution does: an interval of 0 is the default, and a threshold of 0 is 1. */
        private static Pace of(Duration interval, int threshold) {
            return new Pace(interval.isZero() || interval.isNegative() ? INTERVAL : interval, Math.max(1, threshold));
        }
    }

    /** {@code health.file}: a file that must not exist. */
    public record FileTarget(Path file, Pace pace) {
        public FileTarget {
            Objects.requireNonNull(file);
            Objects.requireNonNull(pace);
        }
    }

    /**
     * {@code health.http}: a server that must answer.
     *
     * @param status the status of a healthy server (RFC 9110, section 15)
     * @param timeout for the connection, and for the response
     */
    public record UriTarget(URI uri, Map<String, List<String>> headers, int status, Duration timeout, Pace pace) {
        public UriTarget {
            Objects.requireNonNull(uri);
            headers = Map.copyOf(headers);
            Objects.requireNonNull(timeout);
            Objects.requireNonNull(pace);
        }
    }

    /** {@code health.tcp}: an address that must take connections. */
    public record TcpTarget(String host, int port, Duration timeout, Pace pace) {
        public TcpTarget {
            Objects.requireNonNull(host);
            Objects.requireNonNull(timeout);
            Objects.requireNonNull(pace);
        }
    }

    private static HealthConfig read(Values values) {
        Section health = values.section("health");
        Pace storage = Pace.of(values.get(STORAGE_INTERVAL), values.get(STORAGE_THRESHOLD));
        List<FileTarget> files = new ArrayList<>();
        health.sections("file").forEach(entry -> file(entry, values).ifPresent(files::add));
        List<UriTarget> uris = new ArrayList<>();
        health.sections("http").forEach(entry -> uri(entry, values).ifPresent(uris::add));
        List<TcpTarget> addresses = new ArrayList<>();
        health.sections("tcp").forEach(entry -> tcp(entry, values).ifPresent(addresses::add));
        return new HealthConfig(
                values.get(STORAGE) ? Optional.of(storage) : Optional.empty(),
                files,
                uris,
                addresses,
                values.get(REFUSE));
    }

    private static Optional<FileTarget> file(Section entry, Values values) {
        Pace pace = Pace.of(entry.duration("interval", INTERVAL), 1);
        Optional<String> file = entry.text("file");
        if (file.isEmpty()) {
            values.error(entry.path("file"), "is missing: the path of the file");
        }
        return file.map(path -> new FileTarget(Path.of(path), pace));
    }

    private static Optional<UriTarget> uri(Section entry, Values values) {
        Map<String, List<String>> headers = entry.section("headers").textsByKey();
        int status = entry.number("statuscode", OK, 0);
        Duration timeout = timeout(entry);
        Pace pace = pace(entry);
        Optional<URI> uri = entry.text("uri").flatMap(HealthConfig::http);
        if (uri.isEmpty()) {
            values.error(entry.path("uri"), "is no URL that begins with http:// or https://");
        }
        return uri.map(found -> new UriTarget(found, headers, status == 0 ? OK : status, timeout, pace));
    }

    private static Optional<URI> http(String text) {
        try {
            URI uri = new URI(text);
            boolean known = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return known && uri.getHost() != null && Addresses.hasPossiblePort(uri)
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<TcpTarget> tcp(Section entry, Values values) {
        Duration timeout = timeout(entry);
        Pace pace = pace(entry);
        Optional<Addresses.HostPort> address = entry.text("addr").flatMap(Addresses::parse);
        if (address.isEmpty()
                || address.get().port() == 0
                || address.get().host().isEmpty()) {
            values.error(entry.path("addr"), "is not <host>:<port>");
            return Optional.empty();
        }
        return Optional.of(
                new TcpTarget(address.get().host().get(), address.get().port(), timeout, pace));
    }

    private static Pace pace(Section entry) {
        return Pace.of(entry.duration("interval", INTERVAL), entry.number("threshold", 0, 0));
    }

    private static Duration timeout(Section entry) {
        Duration timeout = entry.duration("timeout", TIMEOUT);
        return timeout.isZero() || timeout.isNegative() ? TIMEOUT : timeout;
    }
}
