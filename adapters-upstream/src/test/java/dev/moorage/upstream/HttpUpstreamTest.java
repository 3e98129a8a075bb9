package dev.moorage.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.net.ProxyVariables;
import dev.moorage.upstream.HostileRegistry.Reply;
import dev.moorage.upstream.HostileRegistry.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches over real sockets, from servers that do what they should not. */
class HttpUpstreamTest {
    private static final RepositoryName NAME = new RepositoryName("library/alpine");
    private static final byte[] BLOB = "0123456789".getBytes(UTF_8);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.CANONICAL, BLOB);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T00:00:00Z"));
    private static final UpstreamSettings.Times PATIENT =
            new UpstreamSettings.Times(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(1));

    private static UpstreamSettings settings(URI remote, Set<String> realms, Set<String> redirects) {
        return settings(remote, realms, redirects, PATIENT);
    }

    private static UpstreamSettings settings(
            URI remote, Set<String> realms, Set<String> redirects, UpstreamSettings.Times times) {
        return new UpstreamSettings(
                remote,
                () -> Optional.of(new UpstreamCredentials("captain", "secret")),
                realms,
                redirects,
                Optional.empty(),
                ProxyVariables.of(Map.of()),
                1000,
                times);
    }

    private static HttpUpstream of(URI remote) {
        return new HttpUpstream(settings(remote, Set.of(), Set.of()), CLOCK);
    }

    private static byte[] bytes(UpstreamBlob blob) throws IOException {
        try (blob) {
            ByteBuffer all = ByteBuffer.allocate(100);
            while (blob.read(all) >= 0) {
                // Reads until the end.
            }
            return Arrays.copyOf(all.array(), all.position());
        }
    }

    private static <T> T found(UpstreamAnswer<T> answer) {
        assertThat(answer).isInstanceOf(Found.class);
        return ((Found<T>) answer).content();
    }

    private static Kind kind(UpstreamAnswer<?> answer) {
        assertThat(answer).isInstanceOf(Unavailable.class);
        return ((Unavailable<?>) answer).kind();
    }

    @Test
    void aBlobIsFetchedFromAnOffsetOn() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.header("range").isPresent()
                                ? Reply.of(206, "Content-Range: bytes 4-9/10").body(Arrays.copyOfRange(BLOB, 4, 10))
                                : Reply.of(200).body(BLOB));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(bytes(found(upstream.blob(NAME, DIGEST, 0)))).isEqualTo(BLOB);
            UpstreamBlob rest = found(upstream.blob(NAME, DIGEST, 4));
            assertThat(rest.begins()).isEqualTo(4);
            assertThat(rest.size()).hasValue(10);
            assertThat(bytes(rest)).isEqualTo("456789".getBytes(UTF_8));
            assertThat(registry.requests().getLast().target()).isEqualTo("/v2/library/alpine/blobs/" + DIGEST);
            assertThat(registry.requests().getLast().header("range")).hasValue("bytes=4-");
            assertThat(registry.requests().getLast().header("accept-encoding")).hasValue("identity");
        }
    }

    @Test
    void referrersAreReadPageByPageAndOnlyFromTheUpstream() throws Exception {
        String first = "{\"manifests\":[{\"digest\":\"" + DIGEST + "\"},{\"digest\":\"none\"}]}";
        Digest other = Digest.of(DigestAlgorithm.CANONICAL, "other".getBytes(UTF_8));
        String second = "{\"manifests\":[{\"digest\":\"" + other + "\"}]}";
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().contains("page=2")
                                ? Reply.of(200).body(second)
                                : Reply.of(200, "Link: <http://169.254.169.254/elsewhere?page=2>; rel=\"next\"")
                                        .body(first));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(found(upstream.referrers(NAME, DIGEST))).containsExactly(DIGEST, other);
            assertThat(registry.requests().stream().map(Request::target))
                    .containsExactly(
                            "/v2/library/alpine/referrers/" + DIGEST,
                            "/v2/library/alpine/referrers/" + DIGEST + "?page=2");
        }
    }

    @Test
    void aListOfReferrersThatIsNoneOrHasNoEndIsAnError() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(request -> switch (request.target()) {
                    case String target when target.contains("missing") -> Reply.of(404);
                    case String target
                    when target.contains("endless") ->
                        Reply.of(200, "Link: <?n=1>; rel=\"next\"").body("{\"manifests\":[]}");
                    default -> Reply.of(200).body("{}");
                });
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(kind(upstream.referrers(NAME, DIGEST))).isEqualTo(Kind.WRONG);
            assertThat(kind(upstream.referrers(new RepositoryName("endless"), DIGEST)))
                    .isEqualTo(Kind.WRONG);
            assertThat(upstream.referrers(new RepositoryName("missing"), DIGEST))
                    .isInstanceOf(Missing.class);
        }
    }

    @Test
    void theUpstreamSaysHowManyManifestsItStillGives() throws Exception {
        AtomicInteger left = new AtomicInteger(77);
        try (HostileRegistry registry = new HostileRegistry(_ -> left.decrementAndGet() < 75
                        ? Reply.of(200, "Docker-Content-Digest: " + DIGEST)
                        : Reply.of(
                                200,
                                "Docker-Content-Digest: " + DIGEST,
                                "RateLimit-Remaining: " + left.get() + ";w=21600"));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(upstream.remaining()).isEmpty();
            for (int expected : new int[] {76, 75, 75}) {
                assertThat(found(upstream.resolve(NAME, new Tag("latest")))).isEqualTo(DIGEST);
                assertThat(upstream.remaining()).hasValue(expected);
            }
        }
    }

    @Test
    void anUpstreamWithoutRangesBeginsAtTheFirstByte() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(200).body(BLOB));
                HttpUpstream upstream = of(registry.uri());
                UpstreamBlob blob = found(upstream.blob(NAME, DIGEST, 4))) {
            assertThat(blob.begins()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 3-9/10", "bytes 4-8/10", "bytes */10", "4-9/10", "bytes 4-9/*", ""})
    void aRangeThatWasNotAskedForIsWrong(String range) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(
                        _ -> Reply.of(206, "Content-Range: " + range).body("456789"));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(kind(upstream.blob(NAME, DIGEST, 4))).isEqualTo(Kind.WRONG);
        }
    }

    @Test
    void aBodyThatBreaksOffOrStallsIsAnError() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().contains("stall")
                                ? Reply.of(200).body(BLOB).stallingAt(3)
                                : Reply.of(200).body(BLOB).cutAt(3));
                HttpUpstream upstream = of(registry.uri())) {
            // A connection that ends at once is an error of the answer, and a later end is one of the body.
            switch (upstream.blob(NAME, DIGEST, 0)) {
                case Found<UpstreamBlob>(UpstreamBlob cut) ->
                    assertThatThrownBy(() -> bytes(cut)).isInstanceOf(IOException.class);
                case UpstreamAnswer<UpstreamBlob> answer ->
                    assertThat(kind(answer)).isEqualTo(Kind.DOWN);
            }
            UpstreamBlob stalled = found(upstream.blob(new RepositoryName("stall"), DIGEST, 0));
            assertThatThrownBy(() -> bytes(stalled)).hasMessageContaining("no byte for");
        }
    }

    @Test
    void anotherThreadEndsATransfer() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(_ -> Reply.of(200).body(BLOB).stallingAt(0));
                HttpUpstream upstream = new HttpUpstream(
                        new UpstreamSettings(
                                registry.uri(),
                                Optional::empty,
                                Set.of(),
                                Set.of(),
                                Optional.empty(),
                                ProxyVariables.of(Map.of()),
                                1000,
                                UpstreamSettings.Times.PRODUCTION),
                        CLOCK)) {
            UpstreamBlob blob = found(upstream.blob(NAME, DIGEST, 0));
            CompletableFuture<Void> closing = CompletableFuture.runAsync(blob::close);
            assertThatThrownBy(() -> bytes(blob)).isInstanceOf(IOException.class);
            closing.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"500,DOWN", "502,DOWN", "429,BUSY", "503,BUSY", "418,WRONG", "204,WRONG"})
    void otherAnswersAreNone(int status, Kind kind) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(status, "Retry-After: 60"));
                HttpUpstream upstream = of(registry.uri())) {
            UpstreamAnswer<byte[]> answer = upstream.manifest(NAME, new Reference.ByDigest(DIGEST));
            assertThat(kind(answer)).isEqualTo(kind);
            assertThat(((Unavailable<byte[]>) answer).retryAfter())
                    .isEqualTo(kind == Kind.BUSY ? Optional.of(Duration.ofSeconds(60)) : Optional.empty());
        }
    }

    @Test
    void aServerThatIsNotThereIsDownAndOneThatHangsIsSlow() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(200);
        })) {
            UpstreamSettings.Times impatient =
                    new UpstreamSettings.Times(Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ofSeconds(1));
            try (HttpUpstream upstream =
                    new HttpUpstream(settings(registry.uri(), Set.of(), Set.of(), impatient), CLOCK)) {
                assertThat(kind(upstream.size(NAME, DIGEST))).isEqualTo(Kind.SLOW);
            }
        }
        URI gone;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = URI.create("http://127.0.0.1:" + unused.getLocalPort());
        }
        try (HttpUpstream upstream = of(gone)) {
            assertThat(kind(upstream.size(NAME, DIGEST))).isEqualTo(Kind.DOWN);
        }
    }

    @Test
    void aTagIsResolvedByHeadAndWhereHeadSaysNoDigestByItsContent() throws Exception {
        byte[] manifest = "{}".getBytes(UTF_8);
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().endsWith("/withdigest")
                                ? Reply.of(200, "Docker-Content-Digest: " + DIGEST)
                                : Reply.of(200).body(manifest));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(found(upstream.resolve(NAME, new Tag("withdigest")))).isEqualTo(DIGEST);
            assertThat(registry.requests()).extracting(Request::method).containsExactly("HEAD");
            assertThat(found(upstream.resolve(NAME, new Tag("without"))))
                    .isEqualTo(Digest.of(DigestAlgorithm.CANONICAL, manifest));
        }
    }

    @Test
    void aSizeIsAskedByGetWhereHeadIsRefused() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.method().equals("HEAD")
                                ? Reply.of(403)
                                : Reply.of(200).body(BLOB));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(found(upstream.size(NAME, DIGEST))).isEqualTo(10);
        }
    }

    @Test
    void tagsAreListedPageByPage() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().contains("last=")
                                ? Reply.of(200).body("{\"name\":\"x\",\"tags\":[\"c\",7,\"not a tag\"]}")
                                : Reply.of(200, "Link: </v2/x/tags/list?n=2&last=b>; rel=\"next\"")
                                        .body("{\"tags\":[\"a\",\"b\"]}"));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(found(upstream.tags(NAME, 2, Optional.empty())))
                    .isEqualTo(new UpstreamTags(List.of(new Tag("a"), new Tag("b")), true));
            UpstreamTags last = found(upstream.tags(NAME, 2, Optional.of("b&n=9 ")));
            assertThat(last.tags()).contains(new Tag("c")).doesNotContain(new Tag("b"));
            assertThat(last.more()).isFalse();
            assertThat(registry.requests())
                    .extracting(HostileRegistry.Request::target)
                    .containsExactly(
                            "/v2/library/alpine/tags/list?n=2", "/v2/library/alpine/tags/list?n=2&last=b%26n%3D9+");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"tags\":7}", "{"})
    void whatIsNoListOfTagsIsWrong(String body) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(200).body(body));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(kind(upstream.tags(NAME, 2, Optional.empty()))).isEqualTo(Kind.WRONG);
        }
    }

    @Test
    void aManifestThatIsTooLargeIsWrong() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(200).body(new byte[1001]));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(kind(upstream.manifest(NAME, new Reference.ByDigest(DIGEST))))
                    .isEqualTo(Kind.WRONG);
        }
    }

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://10.1.2.3/",
                "http://[fd00::1]/",
                "http://0.0.0.0/",
                "file:///etc/passwd",
                "https:///x",
                "http://[::1",
                "http://127.0.0.1:70000/",
                "http://a..b/"
            })
    void anAddressInAnotherNetworkIsNotDialled(String address) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(307, "Location: " + address));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(kind(upstream.blob(NAME, DIGEST, 0))).isEqualTo(Kind.WRONG);
            assertThat(registry.requests()).hasSize(1);
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

    @Test
    void whatIsMissingIsMissing() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(404).body("<html>"));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(upstream.blob(NAME, DIGEST, 0)).isInstanceOf(Missing.class);
            assertThat(upstream.size(NAME, DIGEST)).isInstanceOf(Missing.class);
            assertThat(upstream.resolve(NAME, new Tag("x"))).isInstanceOf(Missing.class);
        }
    }
}
