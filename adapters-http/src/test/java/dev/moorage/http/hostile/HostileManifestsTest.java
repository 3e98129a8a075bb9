package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Manifests that are invalid, contradict their media type, or are too large. */
class HostileManifestsTest extends HostileInputContract {
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG =
            "{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"" + SHA + "\",\"size\":2}";

    HostileManifestsTest() {
        super(51);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        documents(requests);
        requestsAround(requests);
        return requests;
    }

    /** Documents that are not manifests, or not of the type that the request names. */
    private static void documents(List<HostileRequest> requests) {
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
            "{\"schemaVersion\":2,\"schemaVersion\":2,\"config\":" + CONFIG + "}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"manifests\":[]}",
            "{\"schemaVersion\":2,\"config\":\"x\"}",
            "{\"schemaVersion\":2,\"config\":{}}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG.replace("\"size\":2", "\"size\":\"2\"") + "}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG.replace("\"size\":2", "\"size\":99999999999999999999") + "}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG.replace("sha256:a", "sha256:A") + "}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":{}}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[1]}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[{}]}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"subject\":1}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"annotations\":{\"a\":1}}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"artifactType\":1}",
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}",
            "{\"schemaVersion\":2,\"mediaType\":\"x\",\"config\":" + CONFIG + "}",
            "{\"schemaVersion\":2,\"mediaType\":7,\"config\":" + CONFIG + "}",
            "{\"schemaVersion\":2,\"Config\":" + CONFIG + "}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"LAYERS\":[]}",
            "{\"schemaVersion\":2,\"config\":" + CONFIG.replace("\"digest\"", "\"Digest\"") + "}",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000),
            "[".repeat(100_000),
            "{\"schemaVersion\":2,\"x\":" + "9".repeat(100) + "}"
        };
        for (String manifest : bad) {
            requests.add(new HostileRequest(
                    "manifest " + shortened(manifest),
                    withBody("PUT /v2/a/manifests/x", manifest, "Content-Type: " + OCI),
                    400,
                    "MANIFEST_INVALID",
                    true));
        }
    }

    /** A valid manifest in a request that is otherwise invalid. */
    private static void requestsAround(List<HostileRequest> requests) {
        String good = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"config\":" + CONFIG + "}";
        requests.add(new HostileRequest(
                "a config that is not there",
                withBody("PUT /v2/a/manifests/x", good, "Content-Type: " + OCI),
                404,
                "MANIFEST_BLOB_UNKNOWN",
                false));
        requests.add(new HostileRequest(
                "another digest",
                withBody("PUT /v2/a/manifests/" + SHA, good, "Content-Type: " + OCI),
                400,
                "DIGEST_INVALID",
                true));
        requests.add(new HostileRequest(
                "another Content-Type",
                withBody("PUT /v2/a/manifests/x", good, "Content-Type: application/vnd.oci.image.index.v1+json"),
                400,
                "MANIFEST_INVALID",
                true));
        for (String type : new String[] {"x", "/", "application/", "a/b c", "text html"}) {
            requests.add(new HostileRequest(
                    "Content-Type " + type,
                    withBody("PUT /v2/a/manifests/x", good, "Content-Type: " + type),
                    400,
                    "MANIFEST_INVALID",
                    true));
        }
        requests.add(new HostileRequest(
                "a manifest that is too large",
                withBody("PUT /v2/a/manifests/x", " ".repeat((4 << 20) + 1), "Content-Type: " + OCI),
                413,
                "SIZE_INVALID",
                true));
        requests.add(new HostileRequest(
                "a manifest that says it is too large",
                head(
                        "PUT /v2/a/manifests/x",
                        "Content-Type: " + OCI,
                        "Content-Length: 9999999999999",
                        "Expect: 100-continue"),
                413,
                "SIZE_INVALID",
                true));
        requests.add(new HostileRequest(
                "a tag that is none in ?tag=",
                withBody("PUT /v2/a/manifests/x?tag=-", good, "Content-Type: " + OCI),
                400,
                "TAG_INVALID",
                true));
        requests.add(new HostileRequest(
                "an encoded manifest",
                withBody("PUT /v2/a/manifests/x", good, "Content-Type: " + OCI, "Content-Encoding: gzip"),
                415,
                "UNSUPPORTED",
                true));
    }
}
