package dev.moorage.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.upstream.HostileRegistry.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tokens, passwords and redirects: where credentials go, and where they do not. */
class UpstreamLoginTest extends UpstreamScenario {
    @Test
    void aTokenIsAskedOnceForARepositoryAndGivenToNoOther() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        HostileRegistry[] self = new HostileRegistry[1];
        try (HostileRegistry registry = new HostileRegistry(request -> {
                    if (request.target().startsWith("/token")) {
                        return Reply.of(200)
                                .body("{\"token\": \"t" + tokens.incrementAndGet() + "\", \"expires_in\": 300}");
                    }
                    return request.header("authorization").isPresent()
                            ? Reply.of(200).body(BLOB)
                            : Reply.of(
                                    401,
                                    "WWW-Authenticate: Bearer realm=\"" + self[0].uri() + "/token\",service=\"s\"");
                });
                HttpUpstream upstream = of(registry.uri())) {
            self[0] = registry;
            List<CompletableFuture<byte[]>> all = IntStream.range(0, 8)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> {
                        try {
                            return bytes(found(upstream.blob(NAME, DIGEST, 0)));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .toList();
            assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(BLOB));
            assertThat(tokens).hasValue(1);
            found(upstream.blob(new RepositoryName("other"), DIGEST, 0)).close();
            assertThat(tokens).hasValue(2);
            assertThat(registry.requests().getLast().header("authorization")).hasValue("Bearer t2");
            assertThat(registry.requests().stream()
                            .filter(request -> request.target().startsWith("/token")))
                    .first()
                    .satisfies(request -> {
                        assertThat(request.target())
                                .contains("scope=repository%3Alibrary%2Falpine%3Apull", "service=s");
                        assertThat(request.header("authorization"))
                                .hasValueSatisfying(header -> assertThat(header).startsWith("Basic "));
                    });
        }
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        HostileRegistry[] self = new HostileRegistry[1];
        try (HostileRegistry registry = new HostileRegistry(request -> {
                    if (request.target().startsWith("/token")) {
                        return Reply.of(200).body("{\"access_token\": \"t" + tokens.incrementAndGet() + "\"}");
                    }
                    return request.header("authorization").equals(Optional.of("Bearer t2"))
                            ? Reply.of(200).body(BLOB)
                            : Reply.of(401, "WWW-Authenticate: Bearer realm=\"" + self[0].uri() + "/token\"");
                });
                HttpUpstream upstream = of(registry.uri())) {
            self[0] = registry;
            assertThat(upstream.blob(NAME, DIGEST, 0)).isInstanceOf(Refused.class); // The first token is refused.
            assertThat(bytes(found(upstream.blob(NAME, DIGEST, 0)))).isEqualTo(BLOB);
            assertThat(tokens).hasValue(2);
        }
    }

    @Test
    void credentialsGoToNoRealmThatIsNotListed() throws Exception {
        try (HostileRegistry thief = new HostileRegistry(
                        "127.0.0.2", request -> Reply.of(200).body("{\"token\": \"t\"}"));
                HostileRegistry registry = new HostileRegistry(
                        request -> request.header("authorization").isPresent()
                                ? Reply.of(200).body(BLOB)
                                : Reply.of(401, "WWW-Authenticate: Bearer realm=\"" + thief.uri() + "/token\""));
                HttpUpstream upstream = of(registry.uri());
                HttpUpstream listed =
                        new HttpUpstream(settings(registry.uri(), Set.of("127.0.0.2"), Set.of()), CLOCK)) {
            assertThat(bytes(found(upstream.blob(NAME, DIGEST, 0)))).isEqualTo(BLOB);
            assertThat(thief.requests())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.header("authorization")).isEmpty());
            assertThat(bytes(found(listed.blob(NAME, DIGEST, 0)))).isEqualTo(BLOB);
            assertThat(thief.requests().getLast().header("authorization")).isPresent();
        }
    }

    @Test
    void aTokenServerThatFailsIsNoRefusal() throws Exception {
        HostileRegistry[] self = new HostileRegistry[1];
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().startsWith("/token")
                                ? Reply.of(500)
                                : Reply.of(401, "WWW-Authenticate: Bearer realm=\"" + self[0].uri() + "/token\""));
                HttpUpstream upstream = of(registry.uri())) {
            self[0] = registry;
            assertThat(kind(upstream.blob(NAME, DIGEST, 0))).isEqualTo(Kind.DOWN);
        }
    }

    @Test
    void basicIsAnsweredAndARefusalIsNotRepeated() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().contains("closed")
                                        || request.header("authorization").isEmpty()
                                ? Reply.of(401, "WWW-Authenticate: Basic realm=\"x\"")
                                : Reply.of(200).body(BLOB));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(bytes(found(upstream.blob(NAME, DIGEST, 0)))).isEqualTo(BLOB);
            int before = registry.requests().size();
            assertThat(upstream.blob(new RepositoryName("closed"), DIGEST, 0)).isInstanceOf(Refused.class);
            assertThat(registry.requests().size() - before).isEqualTo(1);
        }
    }

    @Test
    void aRedirectIsFollowedWithoutCredentials() throws Exception {
        try (HostileRegistry store = new HostileRegistry(
                        "127.0.0.3",
                        request -> request.header("authorization").isPresent()
                                ? Reply.of(400)
                                : Reply.of(200).body(BLOB));
                HostileRegistry registry = new HostileRegistry(
                        request -> request.header("authorization").isPresent()
                                ? Reply.of(307, "Location: " + store.uri() + "/signed?x=y")
                                : Reply.of(401, "WWW-Authenticate: Basic realm=\"x\""));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(bytes(found(upstream.blob(NAME, DIGEST, 0)))).isEqualTo(BLOB);
            assertThat(store.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.target()).isEqualTo("/signed?x=y"));
        }
    }

    @Test
    void aPublicUpstreamLeadsNeitherToThisMachineNorAwayFromTls() throws Exception {
        DialRules.Resolver names = host -> new InetAddress[] {
            InetAddress.getByName(
                    switch (host) {
                        case "registry.example.org" -> "192.0.2.1";
                        case "cdn.example.org" -> "192.0.2.2";
                        case "rebound.example.org" -> "127.0.0.1";
                        default -> host;
                    })
        };
        DialRules rules = new DialRules(URI.create("https://registry.example.org"), Set.of("minio.lan"), false, names);
        rules.require(URI.create("https://cdn.example.org/x"));
        rules.require(URI.create("https://minio.lan/x"));
        for (String refused : List.of(
                "https://rebound.example.org",
                "http://cdn.example.org",
                "https://127.0.0.1",
                "https://[::ffff:127.0.0.1]")) {
            assertThatThrownBy(() -> rules.require(URI.create(refused)))
                    .as(refused)
                    .isInstanceOf(UpstreamFailure.class);
        }
        DialRules only = new DialRules(URI.create("https://registry.example.org"), Set.of("minio.lan"), true, names);
        only.require(URI.create("https://registry.example.org/v2/"));
        only.require(URI.create("https://minio.lan/x"));
        assertThatThrownBy(() -> only.require(URI.create("https://cdn.example.org/x")))
                .hasMessageContaining("not listed");
    }

    @Test
    void aLoopOfRedirectsEnds() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(302, "Location: /v2/again"));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(kind(upstream.blob(NAME, DIGEST, 0))).isEqualTo(Kind.WRONG);
            assertThat(registry.requests()).hasSize(6);
        }
    }
}
