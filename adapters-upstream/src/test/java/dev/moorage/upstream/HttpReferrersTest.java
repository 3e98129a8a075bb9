package dev.moorage.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.net.ProxyVariables;
import dev.moorage.upstream.HostileRegistry.Reply;
import dev.moorage.upstream.HostileRegistry.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks for referrers over real sockets. */
class HttpReferrersTest {
    private static final RepositoryName NAME = new RepositoryName("library/alpine");
    private static final Digest SUBJECT = digest("subject");
    private static final String API = "/v2/library/alpine/referrers/" + SUBJECT;
    private static final String TAG = "/v2/library/alpine/manifests/sha256-" + SUBJECT.hex();
    private static final int MOST_BYTES = 400_000;

    private static Digest digest(String text) {
        return Digest.of(DigestAlgorithm.CANONICAL, text.getBytes(UTF_8));
    }

    private static HttpUpstream of(HostileRegistry registry) {
        return new HttpUpstream(
                new UpstreamSettings(
                        registry.uri(),
                        Optional::empty,
                        Set.of(),
                        Set.of(),
                        Optional.empty(),
                        ProxyVariables.of(Map.of()),
                        MOST_BYTES,
                        UpstreamSettings.Times.PRODUCTION),
                InstantSource.fixed(Instant.EPOCH));
    }

    private static String entry(String name) {
        return "{\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\",\"digest\":\"" + digest(name)
                + "\",\"size\":7,\"artifactType\":\"type/" + name + "\",\"annotations\":{\"name\":\"" + name
                + "\",\"odd\":7}}";
    }

    private static String index(String... entries) {
        return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}";
    }

    private static UpstreamReferrer referrer(String name) {
        return new UpstreamReferrer(
                new Descriptor(MediaType.OCI_IMAGE_MANIFEST, digest(name), 7),
                Optional.of("type/" + name),
                Map.of("name", name));
    }

    private static List<String> targets(HostileRegistry registry) {
        return registry.requests().stream().map(Request::target).toList();
    }

    @Test
    void allPagesAreAskedFor() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().equals(API)
                                ? Reply.of(200, "Link: </elsewhere?n=1&last=a%3A>; rel=\"next\"")
                                        .body(index(entry("a"), "7", "{\"digest\":\"none\"}"))
                                : Reply.of(200).body(index(entry("b"))));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isEqualTo(new Found<>(List.of(referrer("a"), referrer("b"))));
            assertThat(targets(registry)).containsExactly(API, API + "?n=1&last=a%3A");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void withoutAListTheTagOfTheSubjectCounts(int status) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(request ->
                        request.target().equals(TAG) ? Reply.of(200).body(index(entry("a"))) : Reply.of(status));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isEqualTo(new Found<>(List.of(referrer("a"))));
            assertThat(targets(registry)).containsExactly(API, TAG);
        }
    }

    @Test
    void withoutBothThereAreNone() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(404));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isInstanceOf(Missing.class);
        }
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(403));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void aListWithoutEntriesIsAList() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(_ -> Reply.of(200).body("{\"schemaVersion\":2,\"manifests\":null}"));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isEqualTo(new Found<>(List.of()));
            assertThat(targets(registry)).containsExactly(API);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"manifests\":null}", "{\"schemaVersion\":2,\"manifests\":{}}"})
    void anythingElseIsNoList(String body) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(200).body(body));
                HttpUpstream upstream = of(registry)) {
            UpstreamAnswer<List<UpstreamReferrer>> answer = upstream.referrers(NAME, SUBJECT);
            assertThat(answer).isInstanceOf(Unavailable.class);
            assertThat(((Unavailable<?>) answer).kind()).isEqualTo(Kind.WRONG);
        }
    }

    @Test
    void aPageThatFailsFailsTheList() throws Exception {
        try (HostileRegistry registry =
                        new HostileRegistry(request -> request.target().equals(API)
                                ? Reply.of(200, "Link: <?last=a>; rel=next").body(index(entry("a")))
                                : Reply.of(500));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void aListWithoutEndIsWrong() throws Exception {
        try (HostileRegistry registry = new HostileRegistry(
                        _ -> Reply.of(200, "Link: <?last=a>; rel=next").body(index(entry("a"))));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isInstanceOf(Unavailable.class);
            assertThat(registry.requests()).hasSize(100);
        }
    }

    @Test
    void aLongListIsWholeAndOneOfTooManyBytesIsWrong() throws Exception {
        String many = IntStream.range(0, 1500).mapToObj(i -> entry("e" + i)).collect(Collectors.joining(","));
        try (HostileRegistry registry = new HostileRegistry(_ -> Reply.of(200).body(index(many)));
                HttpUpstream upstream = of(registry)) {
            UpstreamAnswer<List<UpstreamReferrer>> answer = upstream.referrers(NAME, SUBJECT);
            assertThat(answer).isInstanceOf(Found.class);
            assertThat(((Found<List<UpstreamReferrer>>) answer).content()).hasSize(1500);
        }
        String page = index(entry("a" + "x".repeat(MOST_BYTES / 8)));
        try (HostileRegistry registry = new HostileRegistry(
                        _ -> Reply.of(200, "Link: <?last=a>; rel=next").body(page));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isInstanceOf(Unavailable.class);
            assertThat(registry.requests()).hasSizeBetween(3, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?last=%zz", "?last=a b", "/v2/other"})
    void anAddressThatIsNoneEndsTheList(String link) throws Exception {
        try (HostileRegistry registry = new HostileRegistry(
                        _ -> Reply.of(200, "Link: <" + link + ">; rel=\"next\"").body(index(entry("a"))));
                HttpUpstream upstream = of(registry)) {
            assertThat(upstream.referrers(NAME, SUBJECT)).isEqualTo(new Found<>(List.of(referrer("a"))));
            assertThat(targets(registry)).containsExactly(API);
        }
    }
}
