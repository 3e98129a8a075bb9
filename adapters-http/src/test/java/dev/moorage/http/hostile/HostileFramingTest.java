package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Requests that are not HTTP, or whose head is too large. */
class HostileFramingTest extends HostileInputContract {
    HostileFramingTest() {
        super(14);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
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
            requests.add(new HostileRequest(
                    "framing " + shortened(request.replace("\r\n", "|")), request, 400, "UNSUPPORTED", true));
        }
        requests.add(new HostileRequest(
                "a head that is too large", head("GET /v2/", "X: " + "x".repeat(50_000)), 431, "SIZE_INVALID", true));
        requests.add(new HostileRequest(
                "a target that is too long",
                head("GET /v2/" + "a/".repeat(30_000) + "tags/list"),
                414,
                "SIZE_INVALID",
                true));
        return requests;
    }
}
