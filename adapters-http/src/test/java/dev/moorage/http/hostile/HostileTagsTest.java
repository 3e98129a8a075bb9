package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Invalid tags: {@code TAG_INVALID}. */
class HostileTagsTest extends HostileInputContract {
    HostileTagsTest() {
        super(29);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
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
            requests.add(new HostileRequest(
                    "tag " + shortened(tag), head("GET /v2/a/manifests/" + tag), 400, "TAG_INVALID", true));
            requests.add(new HostileRequest(
                    "delete tag " + shortened(tag), head("DELETE /v2/a/manifests/" + tag), 400, "TAG_INVALID", true));
        }
        requests.add(new HostileRequest(
                "a tag that is not there", head("GET /v2/a/manifests/x"), 404, "MANIFEST_UNKNOWN", false));
        return requests;
    }
}
