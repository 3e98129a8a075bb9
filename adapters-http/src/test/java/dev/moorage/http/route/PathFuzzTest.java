package dev.moorage.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.domain.error.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Fuzzes paths: any text leads to an endpoint or is refused. The endpoint's own path leads to the same endpoint, also when
 * it is encoded or has additional slashes.
 */
class PathFuzzTest {
    private final RouteParser parser = new RouteParser("/", Optional.of("/ui/"), MirroredRegistries.NONE);

    @FuzzTest
    void paths(byte[] data) {
        String raw = new String(data, StandardCharsets.UTF_8);
        Route route;
        try {
            route = parser.parse(raw);
        } catch (RegistryException _) {
            return;
        }
        assertThat(raw.chars()).as("what was accepted").allMatch(c -> c > ' ' && c <= '~');
        assertThat(raw.toLowerCase(Locale.ROOT)).doesNotContain("%25", "%00");
        if (route instanceof Route.OfRepository ofRepository) {
            assertThat(ofRepository.name().value().split("/")).doesNotContain(".", "..", "");
            String path = printed(ofRepository);
            assertThat(parser.parse(path)).isEqualTo(route);
            assertThat(parser.parse(encoded(path))).isEqualTo(route);
            assertThat(parser.parse(path.replace("/", "//") + "/")).isEqualTo(route);
        }
    }

    private static String printed(Route.OfRepository route) {
        return "/v2/"
                + switch (route) {
                    case Route.OwnTags _ -> "_moorage/tags/" + route.name();
                    case Route.OwnContent _ -> "_moorage/content/" + route.name();
                    case Route.OwnImage image -> "_moorage/image/" + route.name() + "/" + image.reference();
                    case Route.Tags _ -> route.name() + "/tags/list";
                    case Route.Referrers referrers -> route.name() + "/referrers/" + referrers.digest();
                    case Route.Manifests manifests -> route.name() + "/manifests/" + manifests.reference();
                    case Route.Blobs blobs -> route.name() + "/blobs/" + blobs.digest();
                    case Route.Uploads _ -> route.name() + "/blobs/uploads/";
                    case Route.Upload upload ->
                        route.name() + "/blobs/uploads/" + upload.id().replace("?", "%3F");
                };
    }

    /** Encodes every character that may be encoded. */
    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (char c : path.toCharArray()) {
            encoded.append(c == '%' ? "" + c : "%" + Integer.toHexString(c));
        }
        return path.indexOf('%') >= 0 ? path : encoded.toString();
    }
}
