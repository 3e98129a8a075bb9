package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where and how the registry listens: {@code http.addr}, {@code http.net}, the limits and the timeouts.
 *
 * @param socket the Unix domain socket of {@code http.net: unix}. Empty for a TCP port
 * @param shutdownDelay {@code http.shutdowndelay}: how long a server that is to stop serves on, while it is not ready
 */
public record ListenConfig(ListenSettings settings, Optional<Socket> socket, Duration shutdownDelay) {
    private static final Limits LIMITS = Limits.defaults();
    private static final ConnectionTimeouts TIMEOUTS = ConnectionTimeouts.defaults();

    private static final Key<Optional<String>> ADDR =
            Key.optional("http.addr", "`:5000` listens on every address").showing("`127.0.0.1:5000`");
    private static final Key<String> NET =
            Key.text("http.net", "tcp", "or `unix`: `http.addr` is then the path of the socket");
    private static final Key<Set<PosixFilePermission>> SOCKET_MODE = Key.of(
                    "http.socketmode",
                    "mode",
                    SocketMode.DEFAULT,
                    "`0660`",
                    "the mode of the socket's file. A client needs write permission",
                    SocketMode::read)
            .ours();
    private static final Key<Boolean> HTTP2_DISABLED =
            Key.flag("http.http2.disabled", false, "without TLS, HTTP/2 is spoken by prior knowledge only");
    private static final Key<Integer> STREAMS = Key.number(
                    "http.http2.maxconcurrentstreams",
                    LIMITS.streams(),
                    1,
                    "concurrent requests on one connection of HTTP/2")
            .ours();
    private static final Key<Integer> CONNECTIONS = Key.number(
                    "http.maxconnections", LIMITS.connections(), 1, "concurrent connections")
            .ours();
    private static final Key<Integer> REQUESTS = Key.number(
                    "http.maxrequests", LIMITS.requests(), 1, "requests in flight")
            .showing("one for 26 KiB of heap, 256 to 16384")
            .ours();
    private static final Key<Integer> CONNECTIONS_OF_ADDRESS = Key.number(
                    "limits.address.connections",
                    LIMITS.connectionsOfAddress(),
                    1,
                    "concurrent connections of one IPv4 address or one /64 of IPv6")
            .showing("half of `http.maxconnections`")
            .ours();
    private static final Key<Integer> REQUESTS_OF_ADDRESS = Key.number(
                    "limits.address.requests",
                    LIMITS.requestsOfAddress(),
                    1,
                    "requests in flight of one IPv4 address or one /64 of IPv6")
            .showing("half of `http.maxrequests`")
            .ours();
    private static final Key<Duration> HEAD_TIMEOUT = Key.duration(
                    "http.headtimeout", TIMEOUTS.head(), "the time from the first byte of a request's head to its last")
            .ours();
    private static final Key<Duration> IDLE_TIMEOUT = Key.duration(
                    "http.idletimeout",
                    TIMEOUTS.idle(),
                    "the time without a request after which a connection is closed")
            .ours();
    private static final Key<Duration> STALL_TIMEOUT = Key.duration(
                    "http.stalltimeout",
                    TIMEOUTS.stall(),
                    "the time without a single byte after which a request is ended")
            .ours();
    private static final Key<Duration> DRAIN_TIMEOUT = Key.duration(
            "http.draintimeout", TIMEOUTS.drain(), "how long requests in flight may continue when the server stops");

    private static final Key<Duration> SHUTDOWN_DELAY = Key.duration(
                    "http.shutdowndelay",
                    Duration.ZERO,
                    "how long a server that is to stop serves on, so that load balancers notice that it is not ready."
                            + " `http.draintimeout` begins after it")
            .ours();

    private static final Key<List<String>> TRUSTED_PROXIES = Key.texts(
                    "http.trustedproxies",
                    "addresses, ranges such as `10.0.0.0/8`, or `unix`: reverse proxies. `Forwarded`, or `X-Forwarded-For`,"
                            + " `-Proto`, `-Host` and `-Port`, count only from them")
            .ours();

    public static final ConfigSection<ListenConfig> SECTION = ConfigSection.of(
            ListenConfig.class,
            ListenConfig::read,
            ADDR,
            NET,
            SOCKET_MODE,
            HTTP2_DISABLED,
            STREAMS,
            CONNECTIONS,
            REQUESTS,
            CONNECTIONS_OF_ADDRESS,
            REQUESTS_OF_ADDRESS,
            HEAD_TIMEOUT,
            IDLE_TIMEOUT,
            STALL_TIMEOUT,
            DRAIN_TIMEOUT,
            SHUTDOWN_DELAY,
            TRUSTED_PROXIES);

    public ListenConfig {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(socket);
        Objects.requireNonNull(shutdownDelay);
    }

    /**
     * {@code http.net: unix}.
     *
     * @param path the path in {@code http.addr}
     * @param mode {@code http.socketmode}. A client needs write permission
     */
    public record Socket(Path path, Set<PosixFilePermission> mode) {
        public Socket {
            Objects.requireNonNull(path);
            mode = Set.copyOf(mode);
        }
    }

    private static ListenConfig read(Values values) {
        Optional<String> addr = values.get(ADDR);
        String net = values.get(NET);
        ListenSettings base = switch (net) {
            case "tcp" -> Addresses.read(ADDR, addr.orElse(values.defaults().address()), values);
            case "unix" -> onSocket(addr, values);
            default -> {
                values.error(NET, "is neither tcp nor unix");
                yield ListenSettings.on(Optional.empty(), 0);
            }
        };
        ListenSettings settings = new ListenSettings(
                base.host(),
                base.port(),
                base.unixSocket(),
                !values.get(HTTP2_DISABLED),
                base.maxHeadBytes(),
                limits(values),
                new ConnectionTimeouts(
                        values.get(HEAD_TIMEOUT),
                        values.get(IDLE_TIMEOUT),
                        values.get(STALL_TIMEOUT),
                        values.get(DRAIN_TIMEOUT)),
                proxies(values));
        Set<PosixFilePermission> mode = values.get(SOCKET_MODE);
        return new ListenConfig(
                settings,
                net.equals("unix") ? addr.map(path -> new Socket(Path.of(path), mode)) : Optional.empty(),
                values.get(SHUTDOWN_DELAY));
    }

    private static TrustedProxies proxies(Values values) {
        List<String> entries = values.get(TRUSTED_PROXIES);
        Optional<TrustedProxies> proxies = TrustedProxies.parse(entries);
        if (proxies.isEmpty()) {
            values.error(
                    TRUSTED_PROXIES, "has an entry that is no IP address, no range such as 10.0.0.0/8, and not unix");
        }
        return proxies.orElse(TrustedProxies.NONE);
    }

    private static ListenSettings onSocket(Optional<String> path, Values values) {
        ListenSettings nowhere = ListenSettings.on(Optional.empty(), 0);
        if (path.isEmpty() || !path.get().contains("/")) {
            values.error(ADDR, "is not the path of a socket, which http.net: unix needs");
            return nowhere;
        }
        return nowhere.onSocket(path.get());
    }

    /** Reads the limits. Where those of one address are not set, one address may use half of the server's limits. */
    private static Limits limits(Values values) {
        int connections = values.get(CONNECTIONS);
        int requests = values.get(REQUESTS);
        return new Limits(
                connections,
                requests,
                values.get(STREAMS),
                values.get(CONNECTIONS_OF_ADDRESS, Limits.half(connections)),
                values.get(REQUESTS_OF_ADDRESS, Limits.half(requests)));
    }
}
