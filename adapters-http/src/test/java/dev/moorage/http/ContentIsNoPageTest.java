package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a browser that is logged in to the registry never runs pushed content. */
class ContentIsNoPageTest extends ContentOverHttp {
    private static final String POLICY = "default-src 'none'; sandbox";

    private RawClient.Answer stored(String mediaType) throws IOException {
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"a\":\"<script>alert(1)</script>\"}".formatted(mediaType);
        RawClient.Answer put = client.send("PUT /v2/a/manifests/x", bytes(manifest));
        assertThat(put.status()).as(put.text()).isEqualTo(201);
        RawClient.Answer answer = client.send("GET /v2/a/manifests/x", "Accept: text/html, */*");
        assertThat(answer.text()).isEqualTo(manifest);
        assertThat(client.send("HEAD /v2/a/manifests/x").header("Content-Type"))
                .isEqualTo(answer.header("Content-Type"));
        return answer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertSafe(RawClient.Answer answer) {
        assertThat(answer.headers().get("x-content-type-options")).containsExactly("nosniff");
        assertThat(answer.headers().get("content-security-policy")).containsExactly(POLICY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "Text/HTML",
                "text/plain",
                "text/xml",
                "text/javascript",
                "image/svg+xml",
                "IMAGE/SVG+XML",
                "image/png",
                "multipart/x-mixed-replace",
                "message/rfc822",
                "font/woff2",
                "model/x3d+xml",
                "x/y",
                "application/xhtml+xml",
                "application/XHTML+xml",
                "application/xml",
                "application/rss+xml",
                "application/vnd.mozilla.xul+xml",
                "application/vnd.wap.xhtml+xml",
                "application/javascript",
                "application/x-javascript",
                "application/ecmascript",
                "application/x-shockwave-flash",
                "application/pdf",
                "application/hta",
                "application/x,text/html",
                "plain,text/html"
            })
    void aManifestThatABrowserWouldRunIsServedAsOctets(String mediaType) throws IOException {
        RawClient.Answer answer = stored(mediaType);
        assertThat(answer.header("Content-Type")).contains("application/octet-stream");
        assertSafe(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.docker.distribution.manifest.v2+prettyjws",
                "application/vnd.oci.artifact.manifest.v1+json",
                "application/vnd.dev.cosign.simplesigning.v1+json",
                "application/vnd.cncf.helm.config.v1+json",
                "application/vnd.Example.Case+json",
                "application/vnd.example.tar",
                "application/json",
                "application/x-whatever",
                "application/octet-stream",
                "plain",
                "a/b/c"
            })
    void everyOtherTypeGoesOutAsItWasStored(String mediaType) throws IOException {
        RawClient.Answer answer = stored(mediaType);
        assertThat(answer.header("Content-Type")).contains(mediaType);
        assertSafe(answer);
    }

    @Test
    void theTypesOfImagesGoOutAsTheyWereStored() throws IOException {
        String image = image("");
        assertThat(put("image", image, OCI).status()).isEqualTo(201);
        assertThat(client.send("GET /v2/a/manifests/image").header("Content-Type"))
                .contains(OCI);
        assertThat(put("index", index(image), INDEX).status()).isEqualTo(201);
        assertThat(client.send("GET /v2/a/manifests/index").header("Content-Type"))
                .contains(INDEX);
    }

    /**
     * Responses of every kind: content, listings, uploads, and errors of the registry and of Jetty, with and without a body.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v2/",
                "GET /",
                "GET /elsewhere",
                "GET /v2/a/blobs/%s",
                "HEAD /v2/a/blobs/%s",
                "GET /v2/a/tags/list",
                "GET /v2/_catalog",
                "GET /v2/a/referrers/%s",
                "GET /v2/a/manifests/none",
                "GET /v2/A/tags/list",
                "GET /v2/a%%00/tags/list",
                "GET /v2/a%%zz/tags/list",
                "OPTIONS /v2/",
                "POST /v2/",
                "TRACE /v2/",
                "POST /v2/a/blobs/uploads/",
                "DELETE /v2/a/blobs/%s"
            })
    void everyAnswerSaysThatItIsNoPage(String request) throws IOException {
        assertSafe(client.send(request.formatted(BLOB, BLOB), "Content-Length: 0"));
    }

    @Test
    void answersToWhatIsNoRequestSaySoToo() throws IOException {
        assertSafe(client.send("GET /v2/a/blobs/" + BLOB, "If-None-Match: *"));
        assertSafe(client.send("GET /v2/a/blobs/" + BLOB, "Range: bytes=0-1,4-5"));
        assertSafe(client.send("GET /v2/a/blobs/" + BLOB, "Range: bytes=10-"));
        for (String broken : List.of(
                "GET /v2/ HTTP/1.1\r\n\r\n",
                "GET /v2/ HTTP/1.1\r\nHost: r\r\nX: " + "x".repeat(60_000) + "\r\n\r\n",
                "GET /v2/" + "a".repeat(60_000) + " HTTP/1.1\r\nHost: r\r\n\r\n")) {
            try (RawClient other = registry.client()) {
                other.write(bytes(broken));
                assertSafe(other.answer(false));
            }
        }
    }

    @Test
    void challengesAndDenialsSaySoToo() throws IOException {
        Authorize access = command -> command.credentials() instanceof Credentials.None
                ? new AccessResult.Unauthenticated(AccessResult.Reason.MISSING)
                : RunningRegistry.FORBIDDEN;
        try (RunningRegistry closed = new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), access);
                RawClient other = closed.client()) {
            RawClient.Answer challenge = other.send("GET /v2/");
            assertThat(challenge.status()).isEqualTo(401);
            assertSafe(challenge);
            RawClient.Answer denial = other.send("GET /v2/", "Authorization: x");
            assertThat(denial.status()).isEqualTo(403);
            assertSafe(denial);
        }
    }

    @Test
    void anOperatorAddsHeadersAndReplacesOnlyThoseThatHeNames() throws IOException {
        HttpSettings defaults = HttpSettings.defaults();
        Map<String, List<String>> headers =
                Map.of("X-Other", List.of("a", "b"), "content-security-policy", List.of("sandbox"));
        HttpSettings settings = new HttpSettings(
                defaults.prefix(),
                defaults.externalUrl(),
                headers,
                defaults.readOnly(),
                defaults.deleteEnabled(),
                defaults.maxManifestBytes(),
                defaults.maxPageEntries(),
                defaults.chunkMinLength(),
                defaults.maxOpenUploads(),
                defaults.mirrored());
        try (RunningRegistry configured = new RunningRegistry(new InMemoryStore(), settings, new OpenAccess());
                RawClient other = configured.client()) {
            RawClient.Answer answer = other.send("GET /v2/");
            assertThat(answer.headers().get("x-other")).containsExactly("a", "b");
            assertThat(answer.headers().get("x-content-type-options")).containsExactly("nosniff");
            assertThat(answer.headers().get("content-security-policy")).containsExactly("sandbox");
        }
    }
}
