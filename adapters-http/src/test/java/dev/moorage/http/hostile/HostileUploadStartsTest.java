package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** POSTs that start no upload, mount nothing and push nothing. */
class HostileUploadStartsTest extends HostileInputContract {
    HostileUploadStartsTest() {
        super(6);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        for (String query : new String[] {
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
        requests.add(new HostileRequest(
                "POST with an encoded body",
                withBody("POST /v2/a/blobs/uploads/?digest=" + SHA, "x", "Content-Encoding: gzip"),
                415,
                "UNSUPPORTED",
                true));
        return requests;
    }
}
