package dev.moorage.http.route;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;

/**
 * Parses the raw path of a request, once. Routing, access control and storage all use the result, so that no spelling of a
 * path bypasses an access rule. Percent-encodings are decoded once, and only characters that may also stand unencoded may be
 * encoded. A slash at the end of an endpoint is ignored.
 */
public final class RouteParser {
    private final String prefix;

    /** @param prefix the part of the path before {@code v2/}. It starts and ends with {@code /}. */
    public RouteParser(String prefix) {
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException("http.prefix does not start and end with /");
        }
        this.prefix = prefix;
    }

    /**
     * Returns the endpoint of a path.
     *
     * @param rawPath the path of the request target, not decoded
     * @throws dev.moorage.domain.error.RegistryException {@code NAME_INVALID}, {@code DIGEST_INVALID} or {@code TAG_INVALID}
     */
    public Route parse(String rawPath) {
        String decoded = PathDecoder.decode(rawPath);
        if (decoded.equals("/")) {
            return new Route.Root();
        }
        if (decoded.equals(Route.Livez.PATH)) {
            return new Route.Livez();
        }
        if (decoded.equals(Route.Readyz.PATH)) {
            return new Route.Readyz();
        }
        String path = decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
        if (path.equals(prefix + "v2")) {
            return new Route.Base();
        }
        if (!path.startsWith(prefix + "v2/")) {
            return new Route.None();
        }
        return parseSegments(
                List.of(path.substring(prefix.length() + "v2/".length()).split("/", -1)));
    }

    private static Route parseSegments(List<String> segments) {
        int count = segments.size();
        String last = segments.getLast();
        if (count == 1) {
            return switch (last) {
                case "_catalog" -> new Route.Catalog();
                case "token" -> new Route.Token();
                default -> new Route.None();
            };
        }
        if (segments.getFirst().equals("_moorage")) {
            return ownRoute(segments);
        }
        String kind = segments.get(count - 2);
        if (count >= 3 && kind.equals("tags") && last.equals("list")) {
            return new Route.Tags(name(segments, 2));
        }
        if (count >= 3 && kind.equals("blobs") && last.equals("uploads")) {
            return new Route.Uploads(name(segments, 2));
        }
        if (count >= 4 && kind.equals("uploads") && segments.get(count - 3).equals("blobs")) {
            return new Route.Upload(name(segments, 3), last);
        }
        if (count < 3) {
            return new Route.None();
        }
        return switch (kind) {
            case "manifests" -> new Route.Manifests(name(segments, 2), Reference.parse(last));
            case "blobs" -> new Route.Blobs(name(segments, 2), Digest.parse(last));
            case "referrers" -> new Route.Referrers(name(segments, 2), Digest.parse(last));
            default -> new Route.None();
        };
    }

    /** Returns the endpoint of a path that the specification does not have. Its first segment is no part of a repository's name. */
    private static Route ownRoute(List<String> segments) {
        if (!segments.get(1).equals("uploads")) {
            return new Route.None();
        }
        return switch (segments.size()) {
            case 2 -> new Route.LiveUploads();
            case 3 -> new Route.LiveUpload(segments.get(2));
            default -> new Route.None();
        };
    }

    /** Parses the repository's name, which is all segments except the given number at the end. */
    private static RepositoryName name(List<String> segments, int without) {
        return RepositoryName.parse(String.join("/", segments.subList(0, segments.size() - without)));
    }
}
