package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Paths in unusual spellings, and paths of no endpoint. */
class HostilePathsTest extends HostileInputContract {
    HostilePathsTest() {
        super(53);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        for (String path : new String[] {
            "/v2/a/../b/tags/list",
            "/v2/../v2/a/tags/list",
            "/v2/./a/tags/list",
            "/v2/a/./tags/list",
            "/v2/a/..",
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
            "/v2/a%C3%A9/tags/list",
            "/v2/a%FF/tags/list",
            "/v2/a%/tags/list",
            "/v2/a%4/tags/list",
            "/v2/a%zz/tags/list",
            "/v2/a/manifests/%2e%2e",
            "/v2/a%2F..%2Fb/tags/list",
            "/v2/a%2F%2e%2e%2Fb/tags/list",
            "/v2/a%2f%2E%2fb/tags/list",
            "/v2/%2e%2e%2fv2/a/tags/list",
            "//../v2/a/tags/list",
            "/v2/a%252Fb/tags/list",
            "/v2/a%252fb/tags/list",
            "/v2/a%252e%252e/b/tags/list",
            "/v2/a%255c/tags/list",
            "/v2/a/manifests/sha256%253A" + "a".repeat(64),
            "/v2/a%2F%3Bx/tags/list",
            "/v2/a%2F%00/tags/list",
            "/v2/a%c0%af/tags/list",
            "/v2/a%e2%88%95b/tags/list",
        }) {
            requests.add(new HostileRequest("path " + path, head("GET " + path), 400, pathCode(path), true));
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
            "/v2/a/manifests/x%2Fy",
            "/v2/a/manifests%2F",
            "/metrics",
            "/admin",
            "/v2/a/signatures/x"
        }) {
            requests.add(new HostileRequest("no endpoint " + path, head("GET " + path), 404, "UNSUPPORTED", true));
        }
        return requests;
    }

    /** The expected error code of a path. Jetty itself refuses invalid encodings, with another code. */
    private static String pathCode(String path) {
        return path.contains("%00") || path.contains("%zz") || path.contains("a%/") || path.contains("a%4/")
                ? "UNSUPPORTED"
                : "NAME_INVALID";
    }
}
