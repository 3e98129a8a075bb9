package dev.moorage.http.hostile;

import java.util.ArrayList;
import java.util.List;

/** Invalid repository names: {@code NAME_INVALID}. */
class HostileNamesTest extends HostileInputContract {
    HostileNamesTest() {
        super(159);
    }

    @Override
    List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        String[] bad = {
            "A",
            "UPPER/case",
            "a/B",
            "-a",
            "a-",
            "_a",
            "a_",
            ".a",
            "a.",
            "a..b",
            "a._b",
            "a___b",
            "a._.b",
            "a.-b",
            "a__-b",
            "a/-b",
            "a/b-",
            "a/_b",
            "a/.b",
            "a b".replace(' ', '+'),
            "a@b",
            "a~b",
            "a!b",
            "a$b",
            "a&b",
            "a'b",
            "a(b",
            "a)b",
            "a*b",
            "a,b",
            "a=b",
            "a:b",
            "a/b:c",
            "é".replace('é', '^'),
            "a`b",
            "a{b",
            "a|b",
            "a}b",
            "a[b]",
            "a\"b",
            "a<b>",
            "x".repeat(256),
            "a/".repeat(128) + "a",
            "x".repeat(8001),
            "_catalog",
            "a/_layers/b",
            "a/_uploads/b",
            "_",
            "-",
            ".",
            "a%41",
            "a%5F",
            "a--/b-"
        };
        for (String name : bad) {
            boolean dots = name.equals(".");
            for (String rest : new String[] {"/tags/list", "/manifests/latest", "/blobs/" + SHA}) {
                requests.add(new HostileRequest(
                        "name " + shortened(name) + rest, head("GET /v2/" + name + rest), 400, "NAME_INVALID", !dots));
            }
        }
        return requests;
    }
}
