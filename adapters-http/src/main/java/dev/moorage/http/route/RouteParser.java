package dev.moorage.http.route;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * Parses the raw path of a request, once. Routing, access control and storage all use the result, so that no spelling of a
 * path bypasses an access rule. Percent-encodings are decoded once, and only characters that may also stand unencoded may be
 * encoded. A slash at the end of an endpoint is ignored.
 */
public final class RouteParser {
    private final String prefix;
    private final Optional<String> page;
    private final MirroredRegistries mirrored;

    /** @param prefix the part of the path before {@code v2/}. It starts and ends with {@code /}. */
    public RouteParser(String prefix) {
        this(prefix, Optional.empty(), MirroredRegistries.NONE);
    }

    /**
     * @param prefix the part of the path before {@code v2/}. It starts and ends with {@code /}.
     * @param page the path of the page, which starts and ends with {@code /} too. Empty if there is no page
     * @param mirrored the registries whose prefixes may stand in front of {@code v2/}
     */
    public RouteParser(String prefix, Optional<String> page, MirroredRegistries mirrored) {
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException("http.prefix does not start and end with /");
        }
        this.prefix = prefix;
        this.page = page;
        this.mirrored = mirrored;
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
            return parseMirrored(path).orElseGet(() -> parsePage(decoded));
        }
        return parseSegments(
                List.of(path.substring(prefix.length() + "v2/".length()).split("/", -1)));
    }

    /** Parses a path such as {@code /docker.io/v2/library/alpine/tags/list}, which clients make of a mirror with a path. */
    private Optional<Route> parseMirrored(String path) {
        for (String first : mirrored.prefixes()) {
            String base = prefix + first + "/v2";
            if (path.equals(base)) {
                return Optional.of(new Route.Base());
            }
            if (path.startsWith(base + "/")) {
                Route route = parseSegments(List.of((first + path.substring(base.length())).split("/", -1)));
                return Optional.of(route instanceof Route.OfRepository ? route : new Route.None());
            }
        }
        return Optional.empty();
    }

    private Route parsePage(String decoded) {
        if (page.isEmpty()) {
            return new Route.None();
        }
        String path = page.get();
        return decoded.startsWith(path) || path.equals(decoded + "/")
                ? new Route.Page(decoded.substring(Math.min(decoded.length(), path.length())))
                : new Route.None();
    }

    private static Route parseOwn(List<String> segments) {
        int count = segments.size();
        String kind = segments.get(1);
        if (count == 2) {
            return switch (kind) {
                case "repositories" -> new Route.OwnRepositories();
                case "version" -> new Route.OwnVersion();
                case "login" -> new Route.OwnLogin();
                case "storage" -> new Route.OwnStorage();
                case "trash" -> new Route.OwnTrash();
                default -> new Route.None();
            };
        }
        if (kind.equals("tags") || kind.equals("content")) {
            RepositoryName name = RepositoryName.parse(String.join("/", segments.subList(2, count)));
            return kind.equals("tags") ? new Route.OwnTags(name) : new Route.OwnContent(name);
        }
        return kind.equals("image") && count > 3
                ? new Route.OwnImage(
                        RepositoryName.parse(String.join("/", segments.subList(2, count - 1))),
                        Reference.parse(segments.getLast()))
                : new Route.None();
    }

    private Route parseSegments(List<String> segments) {
        int count = segments.size();
        String last = segments.getLast();
        if (count > 1 && segments.getFirst().equals(Route.Own.SEGMENT)) {
            return segments.get(1).equals("uploads")
                    ? liveUploads(segments)
                    : page.isPresent() ? parseOwn(segments) : new Route.None();
        }
        if (count == 1) {
            return switch (last) {
                case "_catalog" -> new Route.Catalog();
                case "token" -> new Route.Token();
                case Route.Own.SEGMENT -> new Route.OwnEndpoints();
                default -> new Route.None();
            };
        }
        if (segments.equals(Route.Extensions.SEGMENTS)) {
            return new Route.Extensions();
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

    private static Route liveUploads(List<String> segments) {
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
