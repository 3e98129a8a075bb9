package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Invalid digests, in every path that takes one: {@code DIGEST_INVALID}. */
class HostileDigestsTest extends HostileInputContract {
    HostileDigestsTest() {
        super(87);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
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
            requests.add(new HostileRequest(
                    "blob " + shortened(digest), head("GET /v2/a/blobs/" + digest), 400, "DIGEST_INVALID", true));
            requests.add(new HostileRequest(
                    "referrers " + shortened(digest),
                    head("GET /v2/a/referrers/" + digest),
                    400,
                    "DIGEST_INVALID",
                    true));
            requests.add(new HostileRequest(
                    "delete " + shortened(digest), head("DELETE /v2/a/blobs/" + digest), 400, "DIGEST_INVALID", true));
            if (digest.contains(":")) {
                requests.add(new HostileRequest(
                        "manifest " + shortened(digest),
                        head("GET /v2/a/manifests/" + digest),
                        400,
                        "DIGEST_INVALID",
                        true));
            }
        }
        requests.add(new HostileRequest(
                "a blob that is not there", head("GET /v2/a/blobs/" + SHA), 404, "BLOB_UNKNOWN", false));
        requests.add(
                new HostileRequest("a blob that is not there, HEAD", head("HEAD /v2/a/blobs/" + SHA), 404, "", false));
        return requests;
    }
}
