package dev.moorage.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** POSTs that start no upload, mount nothing and push nothing. */
class HostileUploadStartsTest extends HostileInputContract {
    HostileUploadStartsTest() {
        super(15);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        for (String query : new String[] {
            "mount=x",
            "mount=sha256:abc",
            "mount=" + SHA.toUpperCase(Locale.ROOT),
            "digest=x",
            "digest=sha256:",
            "digest-algorithm=md5",
            "digest-algorithm=SHA256",
            "digest=" + SHA + "&digest=x"
        }) {
            requests.add(new HostileRequest(
                    "POST ?" + shortened(query),
                    head("POST /v2/a/blobs/uploads/?" + query),
                    400,
                    "DIGEST_INVALID",
                    true));
        }
        for (String from : new String[] {"UPPER", "a//b", "../b", "a%2F..%2Fb", "-", "x".repeat(300)}) {
            requests.add(new HostileRequest(
                    "mount from " + shortened(from),
                    head("POST /v2/a/blobs/uploads/?mount=" + SHA + "&from=" + from),
                    400,
                    "NAME_INVALID",
                    true));
        }
        requests.add(new HostileRequest(
                "POST with an encoded body",
                withBody("POST /v2/a/blobs/uploads/?digest=" + SHA, "x", "Content-Encoding: gzip"),
                415,
                "UNSUPPORTED",
                true));
        return requests;
    }
}
