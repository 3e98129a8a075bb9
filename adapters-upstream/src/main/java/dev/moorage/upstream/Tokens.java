package dev.moorage.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of an upstream's token server: Distribution's token authentication. There is one for each realm, service and scope.
 * One request at a time asks for it, and others wait for the answer.
 *
 * <p>Credentials go to the upstream's own host, and to hosts that the operator lists as realms. Other realms are asked for an
 * anonymous token.
 */
final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_TOKENS = 10_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration LEAST_LIFE = Duration.ofSeconds(60);

    private static final String HUB = "registry-1.docker.io";
    private static final String REALM_OF_HUB = "auth.docker.io";

    private final UpstreamSettings settings;
    private final Connection connection;
    private final DialRules rules;
    private final InstantSource clock;
    private final Cache<Key, Slot> slots =
            Caffeine.newBuilder().maximumSize(MAX_TOKENS).build();

    Tokens(UpstreamSettings settings, Connection connection, DialRules rules, InstantSource clock) {
        this.settings = settings;
        this.connection = connection;
        this.rules = rules;
        this.clock = clock;
    }

    /** What a token is for. The upstream and its credentials are those of this object. */
    record Key(String realm, String service, String scope) {}

    private record Token(String value, Instant renewal) {}

    private static final class Slot {
        private Optional<Token> token = Optional.empty();
    }

    /**
     * Returns a token.
     *
     * @param refused a token that the upstream has just refused, which is not returned again
     * @throws RefusedException the token server refuses it
     * @throws UpstreamFailure the token server could not say
     */
    String get(Key key, Optional<String> refused) throws IOException {
        Slot slot = slots.get(key, _ -> new Slot());
        synchronized (slot) {
            Optional<Token> known = slot.token.filter(token -> clock.instant().isBefore(token.renewal())
                    && !Optional.of(token.value()).equals(refused));
            if (known.isEmpty()) {
                slot.token = Optional.empty();
                known = Optional.of(fetch(key));
                slot.token = known;
            }
            return known.get().value();
        }
    }

    private Token fetch(Key key) throws IOException {
        URI realm = realm(key.realm());
        rules.require(realm);
        HttpRequest.Builder request = connection.request(withQuery(realm, key));
        Optional<UpstreamCredentials> credentials = settings.credentials().get();
        if (credentials.isPresent() && mayHaveCredentials(realm)) {
            request.header("Authorization", credentials.get().basic());
        }
        HttpResponse<TimedBody> response = connection.send(request.build());
        try (TimedBody body = response.body()) {
            int status = response.statusCode();
            if (status == 401 || status == 403) {
                throw new RefusedException("the token server " + realm.getHost() + " answers " + status);
            }
            if (status != 200) {
                throw new UpstreamFailure(
                        status == 429 || status == 503 ? Kind.BUSY : Kind.DOWN,
                        "the token server " + realm.getHost() + " answers " + status,
                        RetryAfter.of(response.headers(), clock));
            }
            return token(realm, body);
        }
    }

    private static URI realm(String text) throws UpstreamFailure {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new UpstreamFailure(Kind.WRONG, "the realm of its tokens is no URL");
        }
    }

    private static URI withQuery(URI realm, Key key) throws UpstreamFailure {
        String query =
                "scope=" + encoded(key.scope()) + (key.service().isEmpty() ? "" : "&service=" + encoded(key.service()));
        String text = realm.toString();
        int fragment = text.indexOf('#');
        String base = fragment < 0 ? text : text.substring(0, fragment);
        return realm(base + (realm.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private boolean mayHaveCredentials(URI realm) {
        String host = realm.getHost().toLowerCase(Locale.ROOT);
        String own = settings.remote().getHost().toLowerCase(Locale.ROOT);
        Set<String> realms = settings.realms();
        boolean listed = host.equals(own) || realms.contains(host) || own.equals(HUB) && host.equals(REALM_OF_HUB);
        if (!listed) {
            LOG.warn(
                    "The upstream {} names the realm {}, which gets no credentials: list it in the upstream's realms",
                    own,
                    host);
        }
        return listed;
    }

    private Token token(URI realm, TimedBody body) throws IOException {
        byte[] content = WholeBody.read(body, MAX_BYTES)
                .orElseThrow(
                        () -> new UpstreamFailure(Kind.WRONG, "the token of " + realm.getHost() + " is too large"));
        try {
            JsonNode node = JSON.readTree(content);
            String value = node.path("token").asString("");
            value = value.isEmpty() ? node.path("access_token").asString("") : value;
            if (!value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                Duration life = Duration.ofSeconds(node.path("expires_in").asLong(0));
                life = life.compareTo(LEAST_LIFE) < 0 ? LEAST_LIFE : life;
                return new Token(
                        value, clock.instant().plus(life.multipliedBy(4).dividedBy(5)));
            }
        } catch (JacksonException _) {
            // Reported below.
        }
        throw new UpstreamFailure(Kind.WRONG, "the token server " + realm.getHost() + " sends no token");
    }
}
