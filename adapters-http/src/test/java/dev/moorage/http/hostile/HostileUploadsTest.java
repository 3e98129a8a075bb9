package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Uploads that were never started, and tokens that this registry has not made. */
class HostileUploadsTest extends HostileInputContract {
    HostileUploadsTest() {
        super(78);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
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
                requests.add(new HostileRequest(
                        method + " upload " + shortened(id),
                        head(method + " /v2/a/blobs/uploads/" + id),
                        404,
                        "BLOB_UPLOAD_UNKNOWN",
                        true));
            }
        }
        requests.add(new HostileRequest(
                "GET of no upload", head("GET /v2/a/blobs/uploads/" + ID), 404, "BLOB_UPLOAD_UNKNOWN", false));
        tokens(requests);
        return requests;
    }

    private static void tokens(List<HostileRequest> requests) {
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
                requests.add(new HostileRequest(
                        method + " with token " + shortened(state),
                        head(method + " /v2/a/blobs/uploads/" + ID + state),
                        404,
                        "BLOB_UPLOAD_INVALID",
                        true));
            }
            String sign = state.isEmpty() ? "?" : "&";
            requests.add(new HostileRequest(
                    "PUT with token " + shortened(state),
                    head("PUT /v2/a/blobs/uploads/" + ID + state + sign + "digest=" + SHA),
                    404,
                    "BLOB_UPLOAD_INVALID",
                    true));
            if (given) {
                requests.add(new HostileRequest(
                        "GET with token " + shortened(state),
                        head("GET /v2/a/blobs/uploads/" + ID + state),
                        404,
                        "BLOB_UPLOAD_INVALID",
                        true));
            }
        }
    }
}
