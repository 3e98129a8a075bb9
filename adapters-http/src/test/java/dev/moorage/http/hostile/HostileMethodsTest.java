package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Methods that an endpoint does not support: 405. */
class HostileMethodsTest extends HostileInputContract {
    HostileMethodsTest() {
        super(24);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
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
            requests.add(new HostileRequest("method " + line, head(line), 405, "UNSUPPORTED", true));
        }
        return requests;
    }
}
