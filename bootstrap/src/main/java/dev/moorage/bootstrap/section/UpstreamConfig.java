package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.name.RepositoryName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code proxy}, or an element of {@code proxy.upstreams}: a registry that content is fetched from.
 *
 * @param path where it stands in the configuration
 * @param prefix the first components of its repositories here. Empty where all repositories are its own
 * @param login the credentials
 * @param realms the hosts, other than its own, that may see the credentials
 * @param redirects the only hosts that it may redirect to. Empty for every public host
 * @param caFile a PEM file with the authorities of its certificate. Empty for those of Java
 * @param tagLife how long a tag is believed without asking again
 * @param negativeLife how long it is believed that something is missing
 * @param servesMissing whether a tag that it has no more is served as it is stored
 * @param life how long content stays after its last use. Empty for ever
 * @param isOffline whether it is never asked, and only what is kept is served
 * @param names how it is addressed
 */
public record UpstreamConfig(
        String path,
        URI remote,
        String prefix,
        Login login,
        Set<String> realms,
        Set<String> redirects,
        Optional<Path> caFile,
        Duration tagLife,
        Duration negativeLife,
        boolean servesMissing,
        Optional<Duration> life,
        boolean isOffline,
        UpstreamNames names) {
    private static final Duration SHORTEST_LIFE = Duration.ofHours(1);
    private static final String ONE = "proxy.";
    private static final String EACH = "proxy.upstreams.<name>.";

    static final Key<Optional<String>> REMOTE = Key.optional(
            ONE + "remoteurl",
            "the registry whose content is served here and kept. The whole registry is read-only then. See"
                    + " `proxy.upstreams` for several");
    static final Key<Optional<String>> USER = Key.optional(ONE + "username", "the user at that registry");
    static final Key<Optional<String>> PASSWORD = Key.optional(ONE + "password", "its password");
    static final Key<Optional<String>> EXEC_COMMAND =
            Key.optional(ONE + "exec.command", "a Docker credential helper, in the place of user and password");
    static final Key<Optional<String>> EXEC_LIFE = Key.optional(
                    ONE + "exec.lifetime", "how long its credentials are used. `0s`: it is run for each request")
            .showing("for ever");
    private static final Key<List<String>> REALMS = Key.texts(
                    ONE + "realms",
                    "hosts of token servers that may see the credentials, other than the registry's own")
            .ours();
    private static final Key<List<String>> REDIRECTS = Key.texts(
                    ONE + "redirects", "the only hosts that the registry may redirect to")
            .showing("every public host")
            .ours();
    private static final Key<Optional<String>> CA_FILE = Key.optional(
                    ONE + "cafile", "a PEM file with the authorities of the registry's certificate")
            .showing("those of Java")
            .ours();
    private static final Key<Duration> TAG_LIFE = Key.duration(
                    ONE + "tagttl", Duration.ZERO, "how long it is believed what a tag names. `0s`: each pull asks")
            .ours();
    private static final Key<Duration> NEGATIVE_LIFE = Key.duration(
                    ONE + "negativettl", Duration.ofSeconds(30), "how long it is believed that something is missing")
            .ours();
    private static final Key<String> MISSING = Key.text(
                    ONE + "missing",
                    "serve",
                    "what becomes of a tag that the registry has no more: `serve` it as it is stored, or `hide` it")
            .ours();
    private static final Key<Duration> LIFE = Key.duration(
            ONE + "ttl",
            Duration.ZERO,
            "how long content stays after its last use. Then a collection of garbage takes it out: `storage.gc.enabled`. `0s`: for"
                    + " ever, but for what `storage.retention` says");
    private static final Key<Boolean> OFFLINE = Key.flag(
                    ONE + "offline",
                    false,
                    "the registry is never asked. What is kept is served, and nothing of it leaves by `ttl` or `size`")
            .ours();
    private static final Key<Optional<String>> EACH_REMOTE = Key.optional(
                    EACH + "remoteurl", "one of several registries. It has the keys of `proxy` too, but `size`")
            .ours();
    private static final Key<Optional<String>> EACH_PREFIX = Key.optional(
                    EACH + "prefix",
                    "where its repositories are: `docker.io` makes `docker.io/library/alpine`. Others can be pushed to")
            .showing("the host of `remoteurl`")
            .ours();

    static final List<Key<?>> KEYS = List.of(
            REMOTE,
            USER,
            PASSWORD,
            EXEC_COMMAND,
            EXEC_LIFE,
            REALMS,
            REDIRECTS,
            CA_FILE,
            TAG_LIFE,
            NEGATIVE_LIFE,
            MISSING,
            LIFE,
            OFFLINE,
            UpstreamNames.ALIASES,
            UpstreamNames.HOSTS,
            EACH_REMOTE,
            EACH_PREFIX);

    public UpstreamConfig {
        Objects.requireNonNull(path);
        Objects.requireNonNull(remote);
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(login);
        realms = Set.copyOf(realms);
        redirects = Set.copyOf(redirects);
        Objects.requireNonNull(caFile);
        Objects.requireNonNull(tagLife);
        Objects.requireNonNull(negativeLife);
        Objects.requireNonNull(life);
        Objects.requireNonNull(names);
    }

    /** How this registry logs in at an upstream. */
    public sealed interface Login {
        /** Without credentials. */
        record Anonymous() implements Login {}

        /** With a user and a password. */
        record Password(String user, String password) implements Login {
            @Override
            public String toString() {
                return "Password[user=" + user + "]";
            }
        }

        /**
         * With the credentials of a helper.
         *
         * @param life how long they are used. Empty for ever
         */
        record Helper(String command, Optional<Duration> life) implements Login {}
    }

    /** Returns the upstream of a section, or empty when something is wrong with it, which is then reported. */
    static Optional<UpstreamConfig> read(String path, Section section, Values values, boolean whole) {
        Optional<URI> remote = remote(section, values);
        Login login = login(section);
        Set<String> realms = hosts(section, "realms");
        Set<String> redirects = hosts(section, "redirects");
        Optional<Path> caFile = section.text("cafile").map(Path::of);
        Duration tagLife = section.duration("tagttl", TAG_LIFE.otherwise());
        Duration negativeLife = section.duration("negativettl", NEGATIVE_LIFE.otherwise());
        boolean serves = serves(section, values);
        Duration life = life(section, values);
        boolean isOffline = section.flag("offline", false);
        UpstreamNames named = UpstreamNames.read(section, values);
        Optional<String> prefix = whole ? Optional.of("") : prefix(section, remote, values);
        if (remote.isEmpty() || prefix.isEmpty()) {
            return Optional.empty();
        }
        if (!(login instanceof Login.Anonymous)
                && "http".equalsIgnoreCase(remote.get().getScheme())) {
            values.warning(section.path("remoteurl"), "sends the credentials without TLS");
        }
        return Optional.of(new UpstreamConfig(
                path,
                remote.get(),
                prefix.get(),
                login,
                realms,
                redirects,
                caFile,
                tagLife,
                negativeLife,
                serves,
                Optional.of(life).filter(Duration::isPositive),
                isOffline,
                named.of(remote.get(), prefix.get())));
    }

    private static Optional<URI> remote(Section section, Values values) {
        String path = section.path("remoteurl");
        Optional<String> text = section.text("remoteurl");
        if (text.isEmpty()) {
            values.error(path, "is missing: the address of the registry, such as https://registry-1.docker.io");
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(text.get());
        } catch (URISyntaxException _) {
            values.error(path, "is not a URL such as https://registry-1.docker.io");
            return Optional.empty();
        }
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || !Addresses.hasPossiblePort(uri)) {
            values.error(path, "is not a URL such as https://registry-1.docker.io");
        } else if (uri.getUserInfo() != null) {
            values.error(path, "has credentials: set username and password");
        } else if (!uri.getPath().isEmpty() && !uri.getPath().equals("/") || uri.getQuery() != null) {
            values.error(path, "has a path: name the registry alone, as https://registry-1.docker.io");
        } else {
            return Optional.of(uri);
        }
        return Optional.empty();
    }

    private static Login login(Section section) {
        Optional<String> user = section.text("username");
        String password = section.text("password").orElse("");
        Section exec = section.section("exec");
        Optional<String> command = exec.text("command");
        Optional<Duration> life = exec.text("lifetime").map(_ -> exec.duration("lifetime", Duration.ZERO));
        if (command.isPresent()) {
            return new Login.Helper(command.get(), life);
        }
        return user.<Login>map(name -> new Login.Password(name, password)).orElseGet(Login.Anonymous::new);
    }

    private static Set<String> hosts(Section section, String key) {
        Set<String> hosts = new HashSet<>();
        section.texts(key).forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        return hosts;
    }

    private static boolean serves(Section section, Values values) {
        String missing = section.text("missing").orElse("serve");
        if (!missing.equals("serve") && !missing.equals("hide")) {
            values.error(section.path("missing"), "is neither serve nor hide");
        }
        return !missing.equals("hide");
    }

    private static Duration life(Section section, Values values) {
        Duration life = section.duration("ttl", LIFE.otherwise());
        String path = section.path("ttl");
        if (life.isNegative()) {
            values.error(path, "is negative");
        } else if (section.text("ttl").isPresent() && life.isPositive()) {
            if (life.compareTo(SHORTEST_LIFE) < 0) {
                values.warning(path, "is less than an hour, and what was fetched within an hour stays");
            }
            if (!values.section("storage.gc").flag("enabled", false)) {
                values.warning(path, "needs collections of garbage, and storage.gc.enabled is false");
            }
        }
        return life;
    }

    private static Optional<String> prefix(Section section, Optional<URI> remote, Values values) {
        String path = section.path("prefix");
        Optional<String> named = section.text("prefix");
        if (named.isEmpty() && remote.isPresent() && remote.get().getPort() >= 0) {
            values.error(path, "is missing: the names of repositories have no port, so there is no default");
            return Optional.empty();
        }
        Optional<String> prefix = named.or(() -> remote.map(UpstreamNames::prefixOf));
        if (prefix.isPresent() && RepositoryName.tryParse(prefix.get()).isEmpty()) {
            values.error(path, "is not a name such as docker.io");
            return Optional.empty();
        }
        return prefix;
    }
}
