package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests unusual spellings of valid requests. They are answered as Distribution answers them. */
class RequestShapesTest extends ContentOverHttp {
    private static final String MANIFEST = image("");

    @BeforeEach
    void pushIntoADeepRepository() throws IOException {
        client.push("a/b", CONTENT);
        assertThat(client.send("PUT /v2/a/b/manifests/x", bytes(MANIFEST), "Content-Type: " + OCI)
                        .status())
                .isEqualTo(201);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/a%2Fb/tags/list",
                "/v2/a%2fb/tags/list",
                "/v2/a%2Fb%2Ftags%2Flist",
                "/v2%2Fa/b/tags/list",
                "/v2/%61/b/tags/list",
                "/v2/a/b/%74ags/list",
                "//v2/a/b/tags/list",
                "/v2//a/b/tags/list",
                "/v2/a//b/tags/list",
                "/v2/a/b//tags/list",
                "/v2/a/b/tags//list",
                "/v2/a/b/tags/list/",
                "/v2/a/b/tags/list//",
                "/v2/a%2F%2Fb/tags/list",
                "/v2/a%2F/b/tags/list",
                "///v2///a///b///tags///list///",
                "http://registry/v2/a/b/tags/list",
                "http://registry//v2/a%2Fb/tags/list"
            })
    void tagsAreListedUnderEverySpellingOfTheirPath(String path) throws IOException {
        RawClient.Answer answer = client.send("GET " + path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"name\":\"a/b\",\"tags\":[\"x\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/", "/v2", "//v2/", "//v2", "/v2//", "/v2%2F", "/%76%32/", "///v2///"})
    void theBaseIsFoundUnderEverySpellingOfItsPath(String path) throws IOException {
        assertThat(client.send("GET " + path).text()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s:%s", "%s%%3A%s", "%s%%3a%s", "%s:%s/", "/%s:%s", "%%73ha256:%2$s"})
    void aDigestIsReadInEverySpelling(String spelling) throws IOException {
        String blob = spelling.formatted("sha256", BLOB.hex());
        assertThat(client.send("GET /v2/a/b/blobs/" + blob).body()).isEqualTo(CONTENT);
        assertThat(client.send("GET /v2/a%2Fb/blobs/" + blob, "Range: bytes=2-3")
                        .text())
                .isEqualTo("23");
        String manifest = spelling.formatted("sha256", digest(MANIFEST).hex());
        assertThat(client.send("GET /v2/a/b/manifests/" + manifest).text()).isEqualTo(MANIFEST);
        assertThat(client.send("HEAD /v2/a/b/manifests/" + manifest).header("Docker-Content-Digest"))
                .contains(digest(MANIFEST).toString());
        assertThat(client.send("GET /v2/a/b/referrers/" + manifest).status()).isEqualTo(200);
    }

    /**
     * The upload is served under each spelling, without a redirect. A redirect would lose the body: 301 turns a POST into a
     * GET, and a stream cannot be sent twice.
     */
    @ParameterizedTest
    @ValueSource(strings = {"//v2/a/b", "/v2//a/b", "/v2/a//b", "/v2/a%2Fb", "/v2/a/b/"})
    void aBodyIsTakenUnderEverySpellingOfItsPath(String repository) throws IOException {
        byte[] blob = bytes("blob of " + repository);
        String digest = Digest.of(DigestAlgorithm.SHA256, blob).toString();
        String digestEncoded = digest.replace(":", "%3A");
        RawClient.Answer started = client.send("POST " + repository + "/blobs/uploads", "Content-Length: 0");
        assertThat(started.status()).isEqualTo(202);
        String location = started.header("Location").orElseThrow();
        assertThat(location).startsWith("/v2/a/b/blobs/uploads/");
        RawClient.Answer patched =
                client.send("PATCH " + location.replace("/v2/a/b", repository).replace("?", "/?"), blob);
        assertThat(patched.status()).isEqualTo(202);
        RawClient.Answer committed = client.send("PUT "
                + patched.header("Location").orElseThrow().replace("/v2/a/b", repository) + "&digest=" + digestEncoded);
        assertThat(committed.status()).isEqualTo(201);
        assertThat(committed.header("Location")).contains("/v2/a/b/blobs/" + digest);
        assertThat(client.send("GET /v2/a/b/blobs/" + digest).body()).isEqualTo(blob);
        assertThat(client.send("PUT " + repository + "/manifests/y/", bytes(MANIFEST), "Content-Type: " + OCI)
                        .status())
                .isEqualTo(201);
        assertThat(client.send("DELETE " + repository + "//manifests/y").status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, 'Host:'",
        "HTTP/1.1, 'Host: '",
        "HTTP/1.0, 'Host:'",
        "HTTP/1.0, 'X: y'",
        "HTTP/1.1, 'Host: r:'",
        "HTTP/1.1, 'Host: [::1]:5000'",
        "HTTP/1.1, 'Host: some_host'",
        "HTTP/1.1, 'HOST: R.Example'"
    })
    void everyHostThatMayBeIsServed(String version, String host) throws IOException {
        client.write(bytes("GET /v2/a/b/tags/list " + version + "\r\n" + host + "\r\nConnection: close\r\n\r\n"));
        assertThat(client.answer(false).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bad host", "user@registry", "registry/x", "registry\\x", "a<b", "a\"b", "a#b", "a?b", "\u00e9"})
    void aHostThatIsNoneIsRefused(String host) throws IOException {
        client.write(("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.answer(false).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding:",
                "Content-Encoding: ",
                "Content-Encoding: Identity",
                "Content-Encoding: IDENTITY",
                "Content-Type:",
                "Content-Type: Application/Octet-Stream",
                "Content-Type: APPLICATION/OCTET-STREAM; x=y",
                "content-type: application/octet-stream",
                "Content-Range:",
                "Content-Range: 0-9",
                "Content-Range: Bytes 0-9/*",
                "content-range: BYTES 0-9/10"
            })
    void aChunkIsTakenWhateverTheCaseOfItsHeaders(String header) throws IOException {
        String location = client.send("POST /v2/a/blobs/uploads/", "Content-Length: 0")
                .header("Location")
                .orElseThrow();
        RawClient.Answer patched = client.send("PATCH " + location, CONTENT, header);
        assertThat(patched.status()).isEqualTo(202);
        assertThat(patched.header("Range")).contains("0-9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "CHUNKED"})
    void aChunkedBodyIsTakenWhateverTheCaseOfItsCoding(String coding) throws IOException {
        client.write(bytes("PUT /v2/a/manifests/y HTTP/1.1\r\nHost: r\r\nContent-Type: " + OCI
                + "\r\nTransfer-Encoding: " + coding + "\r\n\r\n" + Integer.toHexString(MANIFEST.length()) + "\r\n"
                + MANIFEST + "\r\n0\r\n\r\n"));
        assertThat(client.answer(false).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue", "100-CONTINUE"})
    void aBodyIsAskedForWhateverTheCaseOfExpect(String expect) throws IOException {
        client.write(bytes("PUT /v2/a/manifests/y HTTP/1.1\r\nHost: r\r\nContent-Type: " + OCI + "\r\nExpect: " + expect
                + "\r\nContent-Length: " + MANIFEST.length() + "\r\n\r\n"));
        assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(client.line()).isEmpty();
        client.write(bytes(MANIFEST));
        assertThat(client.answer(false).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.x+json",
                "application/vnd.x%2Bjson",
                "application%2Fvnd.x%2Bjson",
                "application%2fvnd.x+json"
            })
    void aPlusInAnArtifactTypeIsAPlusEncodedOrNot(String artifactType) throws IOException {
        String referrer = image(",\"artifactType\":\"application/vnd.x+json\",\"subject\":{\"mediaType\":\"" + OCI
                + "\",\"digest\":\"" + digest(MANIFEST) + "\",\"size\":" + MANIFEST.length() + "}");
        assertThat(client.send("PUT /v2/a/manifests/r", bytes(referrer), "Content-Type: " + OCI)
                        .status())
                .isEqualTo(201);
        RawClient.Answer answer =
                client.send("GET /v2/a/referrers/" + digest(MANIFEST) + "?artifactType=" + artifactType);
        assertThat(answer.text()).contains(digest(referrer).toString());
        assertThat(answer.header("OCI-Filters-Applied")).contains("artifactType");
        assertThat(client.send("GET /v2/a/referrers/" + digest(MANIFEST) + "?artifactType=application/vnd.x%20json")
                        .text())
                .doesNotContain(digest(referrer).toString());
    }

    @Test
    void aDoublyEncodedNameIsNeverDecodedTwice() throws IOException {
        RawClient.Answer answer = client.send("GET /v2/a%252Fb/tags/list");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("NAME_INVALID");
    }
}
