package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody should send, through a raw socket: each has its exact answer, and most reach no storage. */
class HostileInputTest {
    private static final String SHA = "sha256:" + "a".repeat(64);
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static RunningRegistry registry;

    /**
     * A row of the table.
     *
     * @param request the head as it goes over the wire, and the body behind it
     * @param untouched whether storage must not be asked
     */
    record Row(String what, String request, int status, String code, boolean untouched) {
        @Override
        public String toString() {
            return what + " -> " + status + " " + code;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        registry = new RunningRegistry();
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
    }

    @Test
    void theTableHasAtLeastThreeHundredRows() {
        assertThat(rows().count()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAnsweredExactly(Row row) throws IOException {
        registry.storage.reset();
        try (RawClient client = registry.client()) {
            client.write(row.request.getBytes(StandardCharsets.ISO_8859_1));
            RawClient.Answer answer = client.answer(row.request.startsWith("HEAD "));
            assertThat(answer.status()).isEqualTo(row.status);
            if (!row.request.startsWith("HEAD ")) {
                assertThat(answer.code()).isEqualTo(row.code);
                assertThat(answer.header("Content-Type")).contains("application/json");
            }
            assertThat(answer.header("Docker-Distribution-API-Version")).contains("registry/2.0");
            assertThat(answer.header("Location")).isEmpty();
            if (row.untouched) {
                assertThat(registry.storage.calls()).isEmpty();
            }
        }
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        names(rows);
        paths(rows);
        digests(rows);
        tags(rows);
        methods(rows);
        uploads(rows);
        starts(rows);
        listings(rows);
        manifests(rows);
        framing(rows);
        return rows.stream();
    }

    private static String head(String requestLine, String... headers) {
        StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: registry\r\n");
        Stream.of(headers).forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static String withBody(String requestLine, String body, String... headers) {
        return head(
                        requestLine,
                        Stream.concat(Stream.of(headers), Stream.of("Content-Length: " + body.length()))
                                .toArray(String[]::new))
                + body;
    }

    private static void names(List<Row> rows) {
        String[] bad = {
            "A",
            "UPPER/case",
            "a/B",
            "-a",
            "a-",
            "_a",
            "a_",
            ".a",
            "a.",
            "a..b",
            "a._b",
            "a___b",
            "a._.b",
            "a.-b",
            "a__-b",
            "a/-b",
            "a/b-",
            "a/_b",
            "a/.b",
            "a b".replace(' ', '+'),
            "a@b",
            "a~b",
            "a!b",
            "a$b",
            "a&b",
            "a'b",
            "a(b",
            "a)b",
            "a*b",
            "a,b",
            "a=b",
            "a:b",
            "a/b:c",
            "é".replace('é', '^'),
            "a`b",
            "a{b",
            "a|b",
            "a}b",
            "a[b]",
            "a\"b",
            "a<b>",
            "x".repeat(256),
            "a/".repeat(128) + "a",
            "x".repeat(8001),
            "_catalog",
            "a/_layers/b",
            "a/_uploads/b",
            "_",
            "-",
            ".",
            "a%41",
            "a%5F",
            "a--/b-"
        };
        for (String name : bad) {
            boolean dots = name.equals(".");
            for (String rest : new String[] {"/tags/list", "/manifests/latest", "/blobs/" + SHA}) {
                rows.add(new Row(
                        "name " + shortened(name) + rest, head("GET /v2/" + name + rest), 400, "NAME_INVALID", !dots));
            }
        }
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 30) + "…(" + text.length() + ")" : text;
    }

    private static void paths(List<Row> rows) {
        for (String path : new String[] {
            "/v2/a/../b/tags/list",
            "/v2/../v2/a/tags/list",
            "/v2/./a/tags/list",
            "/v2/a/./tags/list",
            "/v2/a/..",
            "/v2/a%2Fb/tags/list",
            "/v2/a%2fb/tags/list",
            "/v2/a/%2e%2e/b/tags/list",
            "/v2/a/%2E/b/tags/list",
            "/v2/a%00b/tags/list",
            "/v2/a%0Ab/tags/list",
            "/v2/a%20b/tags/list",
            "/v2/a%25b/tags/list",
            "/v2/a%5Cb/tags/list",
            "/v2/a\\b/tags/list",
            "/v2/a;b/tags/list",
            "/v2/a/tags/list;x=1",
            "/v2/a%3Bb/tags/list",
            "/v2//a/tags/list",
            "/v2/a//tags/list",
            "/v2/a//b/tags/list",
            "/v2/a/b//tags/list",
            "/v2/a%C3%A9/tags/list",
            "/v2/a%FF/tags/list",
            "/v2/a%/tags/list",
            "/v2/a%4/tags/list",
            "/v2/a%zz/tags/list",
            "/v2/a/manifests/%2e%2e",
            "/v2/a/blobs//" + SHA,
            "/v2//",
            "/v2/a/manifests/x%2Fy"
        }) {
            rows.add(new Row("path " + path, head("GET " + path), 400, pathCode(path), true));
        }
        for (String path : new String[] {
            "/v1/",
            "/v2x",
            "/v3/",
            "/favicon.ico",
            "/v2/a",
            "/v2/a/b/c",
            "/v2/a/tags",
            "/v2/a/tags/",
            "/v2/a/tags/lists",
            "/v2/a/manifests",
            "/v2/a/manifests/",
            "/v2/a/blobs",
            "/v2/a/blobs/",
            "/v2/a/referrers/",
            "/v2/tags/list",
            "/v2/manifests/latest",
            "/v2/blobs/uploads",
            "/v2/_catalogs",
            "/v2/_catalog/",
            "/metrics",
            "/admin",
            "/v2/a/signatures/x"
        }) {
            rows.add(new Row("no endpoint " + path, head("GET " + path), 404, "UNSUPPORTED", true));
        }
    }

    /** What Jetty refuses by itself, since it cannot be a path at all, has its own code. */
    private static String pathCode(String path) {
        return path.contains("%00") || path.contains("%zz") || path.contains("a%/") || path.contains("a%4/")
                ? "UNSUPPORTED"
                : "NAME_INVALID";
    }

    private static void digests(List<Row> rows) {
        String[] bad = {
            "sha256:",
            "sha256",
            "sha256:abc",
            "sha256:" + "a".repeat(63),
            "sha256:" + "a".repeat(65),
            "sha256:" + "A".repeat(64),
            "SHA256:" + "a".repeat(64),
            "sha256:" + "g".repeat(64),
            "md5:" + "a".repeat(32),
            "sha1:" + "a".repeat(40),
            "sha512:" + "a".repeat(64),
            "sha384:" + "a".repeat(95),
            "sha224:" + "a".repeat(56),
            "sha256+b64:" + "a".repeat(64),
            ":" + "a".repeat(64),
            "sha256:" + "a".repeat(63) + "-",
            "sha256::" + "a".repeat(63),
            "sha256:" + "0".repeat(4000),
            "x",
            "latest",
            "blake3:" + "a".repeat(64),
            "sha256:" + "a".repeat(32) + "." + "a".repeat(31)
        };
        for (String digest : bad) {
            rows.add(new Row(
                    "blob " + shortened(digest), head("GET /v2/a/blobs/" + digest), 400, "DIGEST_INVALID", true));
            rows.add(new Row(
                    "referrers " + shortened(digest),
                    head("GET /v2/a/referrers/" + digest),
                    400,
                    "DIGEST_INVALID",
                    true));
            rows.add(new Row(
                    "delete " + shortened(digest), head("DELETE /v2/a/blobs/" + digest), 400, "DIGEST_INVALID", true));
            if (digest.contains(":")) {
                rows.add(new Row(
                        "manifest " + shortened(digest),
                        head("GET /v2/a/manifests/" + digest),
                        400,
                        "DIGEST_INVALID",
                        true));
            }
        }
        rows.add(new Row("a blob that is not there", head("GET /v2/a/blobs/" + SHA), 404, "BLOB_UNKNOWN", false));
        rows.add(new Row("a blob that is not there, HEAD", head("HEAD /v2/a/blobs/" + SHA), 404, "", false));
    }

    private static void tags(List<Row> rows) {
        for (String tag : new String[] {
            ".hidden",
            "-dash",
            "a".repeat(129),
            "a+b",
            "a@b",
            "a~b",
            "a!b",
            "a=b",
            "a&b",
            "a,b",
            "(a)",
            "a*",
            "a'b",
            "[a]"
        }) {
            rows.add(new Row("tag " + shortened(tag), head("GET /v2/a/manifests/" + tag), 400, "TAG_INVALID", true));
            rows.add(new Row(
                    "delete tag " + shortened(tag), head("DELETE /v2/a/manifests/" + tag), 400, "TAG_INVALID", true));
        }
        rows.add(new Row("a tag that is not there", head("GET /v2/a/manifests/x"), 404, "MANIFEST_UNKNOWN", false));
    }

    private static void methods(List<Row> rows) {
        for (String line : new String[] {
            "POST /v2/",
            "PUT /v2/",
            "DELETE /v2/",
            "PATCH /v2/",
            "POST /v2/_catalog",
            "DELETE /v2/_catalog",
            "HEAD /v2/a/tags/list",
            "PUT /v2/a/tags/list",
            "POST /v2/a/manifests/x",
            "PATCH /v2/a/manifests/x",
            "PUT /v2/a/blobs/" + SHA,
            "POST /v2/a/blobs/" + SHA,
            "PATCH /v2/a/blobs/" + SHA,
            "GET /v2/a/blobs/uploads/",
            "PUT /v2/a/blobs/uploads/",
            "DELETE /v2/a/blobs/uploads",
            "POST /v2/a/blobs/uploads/" + ID,
            "POST /v2/a/referrers/" + SHA,
            "DELETE /v2/a/referrers/" + SHA,
            "TRACE /v2/",
            "BREW /v2/",
            "get /v2/",
            "PROPFIND /v2/a/tags/list",
            "CONNECTED /v2/"
        }) {
            rows.add(new Row("method " + line, head(line), 405, "UNSUPPORTED", true));
        }
    }

    private static void uploads(List<Row> rows) {
        for (String id : new String[] {
            "x",
            ID + "0",
            ID.substring(1),
            ID.replace('a', 'A'),
            ID.replace('-', '_'),
            ID.replace("-", ""),
            "0".repeat(36),
            "x".repeat(4000),
            ID.replace('a', 'g')
        }) {
            for (String method : new String[] {"GET", "PATCH", "PUT", "DELETE"}) {
                rows.add(new Row(
                        method + " upload " + shortened(id),
                        head(method + " /v2/a/blobs/uploads/" + id),
                        404,
                        "BLOB_UPLOAD_UNKNOWN",
                        true));
            }
        }
        for (String state : new String[] {
            "",
            "?_state=",
            "?_state=x",
            "?_state=" + "A".repeat(43),
            "?_state=" + "A".repeat(200),
            "?_state=%00",
            "?_state=====",
            "?_state=" + "A".repeat(5000),
            "?_state=!!!",
            "?_state=..%2F..",
            "?state=x"
        }) {
            boolean given = state.length() > "?_state=".length() && !state.startsWith("?state");
            for (String method : new String[] {"PATCH", "DELETE"}) {
                rows.add(new Row(
                        method + " with token " + shortened(state),
                        head(method + " /v2/a/blobs/uploads/" + ID + state),
                        404,
                        "BLOB_UPLOAD_INVALID",
                        true));
            }
            String sign = state.isEmpty() ? "?" : "&";
            rows.add(new Row(
                    "PUT with token " + shortened(state),
                    head("PUT /v2/a/blobs/uploads/" + ID + state + sign + "digest=" + SHA),
                    404,
                    "BLOB_UPLOAD_INVALID",
                    true));
            if (given) {
                rows.add(new Row(
                        "GET with token " + shortened(state),
                        head("GET /v2/a/blobs/uploads/" + ID + state),
                        404,
                        "BLOB_UPLOAD_INVALID",
                        true));
            }
        }
        rows.add(new Row("GET of no upload", head("GET /v2/a/blobs/uploads/" + ID), 404, "BLOB_UPLOAD_UNKNOWN", false));
    }

    private static void starts(List<Row> rows) {
        for (String query : new String[] {
            "digest=x",
            "digest=sha256:",
            "digest-algorithm=md5",
            "digest-algorithm=SHA256",
            "digest=" + SHA + "&digest=x"
        }) {
            rows.add(new Row(
                    "POST ?" + shortened(query),
                    head("POST /v2/a/blobs/uploads/?" + query),
                    400,
                    "DIGEST_INVALID",
                    true));
        }
        rows.add(new Row(
                "POST with an encoded body",
                withBody("POST /v2/a/blobs/uploads/?digest=" + SHA, "x", "Content-Encoding: gzip"),
                415,
                "UNSUPPORTED",
                true));
    }

    private static void listings(List<Row> rows) {
        for (String n : new String[] {
            "x", "-1", "1.5", "1e3", "0x10", "%20", "99999999999999999999", "+1", "NaN", "1;2", "%00", "one"
        }) {
            rows.add(
                    new Row("tags n=" + n, head("GET /v2/a/tags/list?n=" + n), 400, "PAGINATION_NUMBER_INVALID", true));
            rows.add(
                    new Row("catalog n=" + n, head("GET /v2/_catalog?n=" + n), 400, "PAGINATION_NUMBER_INVALID", true));
        }
        rows.add(new Row("tags of nothing", head("GET /v2/none/tags/list"), 404, "NAME_UNKNOWN", false));
        rows.add(new Row(
                "tags of nothing, many", head("GET /v2/none/tags/list?n=999999999999"), 404, "NAME_UNKNOWN", false));
        rows.add(new Row(
                "referrers after x", head("GET /v2/a/referrers/" + SHA + "?last=x"), 400, "DIGEST_INVALID", true));
    }

    private static void manifests(List<Row> rows) {
        String oci = "application/vnd.oci.image.manifest.v1+json";
        String config = "{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"" + SHA + "\",\"size\":2}";
        String[] bad = {
            "",
            "{",
            "}",
            "[]",
            "null",
            "1",
            "\"x\"",
            "{}",
            "not json",
            "{\"schemaVersion\":2}x",
            "{\"schemaVersion\":2,}",
            "{\"schemaVersion\":1}",
            "{\"schemaVersion\":\"2\"}",
            "{\"schemaVersion\":2.0}",
            "{\"schemaVersion\":3}",
            "{\"schemaVersion\":2}",
            "{\"schemaVersion\":2,\"schemaVersion\":2,\"config\":" + config + "}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"manifests\":[]}",
            "{\"schemaVersion\":2,\"config\":\"x\"}",
            "{\"schemaVersion\":2,\"config\":{}}",
            "{\"schemaVersion\":2,\"config\":" + config.replace("\"size\":2", "\"size\":-1") + "}",
            "{\"schemaVersion\":2,\"config\":" + config.replace("\"size\":2", "\"size\":\"2\"") + "}",
            "{\"schemaVersion\":2,\"config\":" + config.replace("\"size\":2", "\"size\":99999999999999999999") + "}",
            "{\"schemaVersion\":2,\"config\":" + config.replace("sha256:a", "sha256:A") + "}",
            "{\"schemaVersion\":2,\"config\":" + config.replace("application/", "") + "}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":{}}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[1]}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[{}]}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"subject\":1}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"annotations\":{\"a\":1}}",
            "{\"schemaVersion\":2,\"config\":" + config + ",\"artifactType\":1}",
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}",
            "{\"schemaVersion\":2,\"mediaType\":\"x\",\"config\":" + config + "}",
            "{\"schemaVersion\":2,\"mediaType\":7,\"config\":" + config + "}",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            "[".repeat(100_000),
            "{\"schemaVersion\":2,\"x\":" + "9".repeat(100) + "}"
        };
        for (String manifest : bad) {
            rows.add(new Row(
                    "manifest " + shortened(manifest),
                    withBody("PUT /v2/a/manifests/x", manifest, "Content-Type: " + oci),
                    400,
                    "MANIFEST_INVALID",
                    true));
        }
        String good = "{\"schemaVersion\":2,\"mediaType\":\"" + oci + "\",\"config\":" + config + "}";
        rows.add(new Row(
                "a config that is not there",
                withBody("PUT /v2/a/manifests/x", good, "Content-Type: " + oci),
                404,
                "MANIFEST_BLOB_UNKNOWN",
                false));
        rows.add(new Row(
                "another digest",
                withBody("PUT /v2/a/manifests/" + SHA, good, "Content-Type: " + oci),
                400,
                "DIGEST_INVALID",
                true));
        rows.add(new Row(
                "another Content-Type",
                withBody("PUT /v2/a/manifests/x", good, "Content-Type: application/vnd.oci.image.index.v1+json"),
                400,
                "MANIFEST_INVALID",
                true));
        for (String type : new String[] {"x", "/", "application/", "a/b c", "text html"}) {
            rows.add(new Row(
                    "Content-Type " + type,
                    withBody("PUT /v2/a/manifests/x", good, "Content-Type: " + type),
                    400,
                    "MANIFEST_INVALID",
                    true));
        }
        rows.add(new Row(
                "a manifest that is too large",
                withBody("PUT /v2/a/manifests/x", " ".repeat((4 << 20) + 1), "Content-Type: " + oci),
                413,
                "SIZE_INVALID",
                true));
        rows.add(new Row(
                "a manifest that says it is too large",
                head(
                        "PUT /v2/a/manifests/x",
                        "Content-Type: " + oci,
                        "Content-Length: 9999999999999",
                        "Expect: 100-continue"),
                413,
                "SIZE_INVALID",
                true));
        rows.add(new Row(
                "a tag that is none in ?tag=",
                withBody("PUT /v2/a/manifests/x?tag=-", good, "Content-Type: " + oci),
                400,
                "TAG_INVALID",
                true));
        rows.add(new Row(
                "an encoded manifest",
                withBody("PUT /v2/a/manifests/x", good, "Content-Type: " + oci, "Content-Encoding: gzip"),
                415,
                "UNSUPPORTED",
                true));
    }

    private static void framing(List<Row> rows) {
        String[] broken = {
            "GET /v2/ HTTP/1.1\r\n\r\n",
            "GET /v2/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /v2/ HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
            "GET /v2/ HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
            "GET /v2/ HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
            "GET /v2/ HTTP/1.1\r\nHost: a\r\nX\0: x\r\n\r\n",
            "PATCH /v2/a/blobs/uploads/" + ID + " HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "PATCH /v2/a/blobs/uploads/" + ID + " HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            "PATCH /v2/a/blobs/uploads/" + ID
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
            "PATCH /v2/a/blobs/uploads/" + ID
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "PATCH /v2/a/blobs/uploads/" + ID + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
            "PATCH /v2/a/blobs/uploads/" + ID + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        };
        for (String request : broken) {
            rows.add(new Row("framing " + shortened(request.replace("\r\n", "|")), request, 400, "UNSUPPORTED", true));
        }
        rows.add(new Row(
                "a head that is too large", head("GET /v2/", "X: " + "x".repeat(20_000)), 431, "SIZE_INVALID", true));
        rows.add(new Row(
                "a target that is too long",
                head("GET /v2/" + "a/".repeat(20_000) + "tags/list"),
                414,
                "SIZE_INVALID",
                true));
    }
}
