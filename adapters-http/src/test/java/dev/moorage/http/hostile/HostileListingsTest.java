package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Invalid page sizes, and listings of repositories that do not exist. */
class HostileListingsTest extends HostileInputContract {
    HostileListingsTest() {
        super(27);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        for (String n : new String[] {
            "x", "-1", "1.5", "1e3", "0x10", "%20", "99999999999999999999", "+1", "NaN", "1;2", "%00", "one"
        }) {
            requests.add(new HostileRequest(
                    "tags n=" + n, head("GET /v2/a/tags/list?n=" + n), 400, "PAGINATION_NUMBER_INVALID", true));
            requests.add(new HostileRequest(
                    "catalog n=" + n, head("GET /v2/_catalog?n=" + n), 400, "PAGINATION_NUMBER_INVALID", true));
        }
        requests.add(new HostileRequest("tags of nothing", head("GET /v2/none/tags/list"), 404, "NAME_UNKNOWN", false));
        requests.add(new HostileRequest(
                "tags of nothing, many", head("GET /v2/none/tags/list?n=999999999999"), 404, "NAME_UNKNOWN", false));
        requests.add(new HostileRequest(
                "referrers after x", head("GET /v2/a/referrers/" + SHA + "?last=x"), 400, "DIGEST_INVALID", true));
        return requests;
    }
}
