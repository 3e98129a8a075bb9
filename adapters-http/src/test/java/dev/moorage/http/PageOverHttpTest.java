package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageOverHttpTest {
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";

    private RunningRegistry registry;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        registry = new RunningRegistry();
        client = registry.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private RawClient.Answer get(String path, String... headers) throws IOException {
        return client.send("GET " + path + "", headers);
    }

    private Digest push(String tag) throws IOException {
        Digest config = client.push("a/b", "{\"config\":{\"User\":\"<b>\"}}".getBytes(StandardCharsets.UTF_8));
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":26},"layers":[]}""".formatted(IMAGE, config);
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        assertThat(client.send("PUT /v2/a/b/manifests/" + tag + "", bytes, "Content-Type: " + IMAGE)
                        .status())
                .isEqualTo(201);
        return Digest.of(config.algorithm(), bytes);
    }

    @Test
    void anImageIsFoundListedAndDescribed() throws IOException {
        Digest digest = push("v1");
        assertThat(get("/v2/_moorage/repositories?q=b").text()).contains("{\"name\":\"a/b\"}");
        assertThat(get("/v2/_moorage/tags/a/b").text())
                .contains("\"name\":\"v1\"", digest.toString(), "\"kind\":\"image\"", "\"sortedBy\":\"version\"");
        RawClient.Answer image = get("/v2/_moorage/image/a/b/v1");
        assertThat(image.text()).contains("\"User\":\"<b>\"", "\"tags\":[\"v1\"]");
        assertThat(image.header("content-type")).contains("application/json");
        assertThat(image.header("cache-control")).contains("no-store");
        assertThat(image.header("content-security-policy")).contains("default-src 'none'; sandbox");
        assertThat(get("/v2/_moorage/image/a/b/" + digest).status()).isEqualTo(200);
        assertThat(get("/v2/_moorage/version").text()).contains("\"version\":\"1.2.3\"");
        assertThat(get("/v2/_moorage/storage").text()).contains("\"collecting\":true");
    }

    @Test
    void theContentOfARepositoryIsSurveyed() throws IOException {
        Digest digest = push("v1");
        assertThat(get("/v2/_moorage/content/a/b?of=" + digest).text())
                .contains("\"bytes\":26", "\"untaggedBytes\":0", "\"loose\":[]", "\"tagsByBlob\":{\"sha256:");
        client.push("empty", new byte[1]);
        assertThat(get("/v2/_moorage/repositories").text())
                .contains("{\"name\":\"a/b\"}", "{\"name\":\"empty\",\"empty\":true}");
        assertThat(get("/v2/_moorage/trash").text()).isEqualTo("{\"removals\":[],\"unknown\":0}");
    }

    @Test
    void theEndpointsOfThisRegistryAreDiscovered() throws IOException {
        RawClient.Answer answer = get("/v2/_oci/ext/discover");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.text())
                .contains("\"name\":\"_oci\"", "\"endpoints\":[\"_oci/ext/discover\"]", "\"_moorage/uploads\"");
        String described = get("/v2/_moorage").text();
        assertThat(described).contains("\"path\":\"/v2/_moorage/uploads/<id>\",\"methods\":[\"GET\",\"DELETE\"]");
        for (String path : described.split("\"path\":\"")) {
            if (path.startsWith("/") && !path.contains("/login")) {
                String example = path.substring(0, path.indexOf('"'))
                        .replace("<name>", "a/b")
                        .replace("<reference>", "v1")
                        .replace("<id>", "14e570a0-7e36-4ec6-b618-9e70df055510?repository=a/b");
                assertThat(get(example).code()).as(example).isNotEqualTo("UNSUPPORTED");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/_moorage/tags/none, 404",
        "/v2/_moorage/image/none/v1, 404",
        "/v2/_moorage/image/a, 404",
        "/v2/_moorage/tags/UPPER, 400",
        "/v2/_moorage/tags/a?sort=x, 400",
        "/v2/_moorage/tags/a?n=0, 400",
        "/v2/_moorage/tags/a?reads=-1, 400",
        "/v2/_moorage/repositories?n=x, 400",
        "/v2/_moorage/uploads/a/b, 404",
        "/v2/_moorage/content/none, 404",
        "/v2/_moorage/content/a?of=x, 400",
        "/v2/_moorage/content/a?n=0, 400",
        "/v2/_moorage/trash?repository=A, 400",
        "/v2/_oci/ext/other, 404",
        "/v2/_oci, 404",
        "/ui/other.js, 404",
        "/ui/../v2/, 400",
        "/ui/index.html, 404"
    })
    void whatCannotBeServedIsRefused(String path, int status) throws IOException {
        assertThat(get(path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui", "/ui/uploads", "/ui/storage", "/ui/r/a/b", "/ui/r/a/b:v1", "/ui/r/a%3Av1"})
    void viewsAreTheDocument(String path) throws IOException {
        RawClient.Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type").orElseThrow()).startsWith("text/html");
        assertThat(answer.header("cache-control")).contains("no-cache");
        assertThat(answer.header("content-security-policy").orElseThrow())
                .contains("script-src 'self'", "trusted-types lit-html")
                .doesNotContain("unsafe");
        assertThat(answer.text()).startsWith("<html data-path=/ui/ data-api=/v2/>");
        String tag = answer.header("etag").orElseThrow();
        assertThat(get(path, "If-None-Match: " + tag).status()).isEqualTo(304);
    }

    @Test
    void filesAreKeptByTheirHash() throws IOException {
        String script = get("/ui/").text().replaceAll("(?s).*>(page\\.[0-9a-f]+\\.js).*", "$1");
        RawClient.Answer answer = get("/ui/" + script);
        assertThat(answer.text()).isEqualTo("script");
        assertThat(answer.header("cache-control").orElseThrow()).contains("immutable");
        assertThat(get("/ui/" + script, "Accept-Encoding: br, gzip").header("content-encoding"))
                .contains("gzip");
        assertThat(get("/ui/" + script, "Accept-Encoding: gzip;q=0").header("content-encoding"))
                .isEmpty();
    }

    @Test
    void onlyBrowsersAreSentToThePage() throws IOException {
        assertThat(get("/").status()).isEqualTo(200);
        RawClient.Answer answer = get("/", "Accept: text/html,*/*");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).contains("/ui/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Fetch-Site: cross-site | 403",
                "Sec-Fetch-Site: same-site | 403",
                "Sec-Fetch-Site: same-origin | 202",
                "Sec-Fetch-Site: none | 202",
                "Origin: https://elsewhere.example | 403",
                "Origin: null | 403",
                "Origin: http://registry | 202",
                "X-Other: 1 | 202"
            })
    void pagesOfOtherSitesChangeNothing(String header, int status) throws IOException {
        String request = "POST /v2/a/b/blobs/uploads/";
        assertThat(client.send(request, "Content-Length: 0", header).status()).isEqualTo(status);
    }
}
