package dev.moorage.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches over real sockets, from servers that do what they should not. */
class HttpUpstreamTest extends UpstreamScenario {
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
    void whatIsMissingIsMissing() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(404).body("<html>"));
                HttpUpstream upstream = of(registry.uri())) {
            assertThat(upstream.blob(NAME, DIGEST, 0)).isInstanceOf(Missing.class);
            assertThat(upstream.size(NAME, DIGEST)).isInstanceOf(Missing.class);
            assertThat(upstream.resolve(NAME, new Tag("x"))).isInstanceOf(Missing.class);
        }
    }
}
