package dev.moorage.http.trace;

import dev.moorage.http.route.Route;
import java.util.Optional;

/** The paths of endpoints with the names of their parameters. There are few, so that they can be names of spans. */
final class RouteTemplates {
    private RouteTemplates() {}

    /**
     * Returns the template of an endpoint. The result is empty for a path that is none.
     *
     * @param prefix the part of the path before {@code v2/}
     */
    static Optional<String> of(Route route, String prefix) {
        return switch (route) {
            case Route.Root _ -> Optional.of("/");
            case Route.Livez _ -> Optional.of("/livez");
            case Route.Readyz _ -> Optional.of("/readyz");
            case Route.Page _ -> Optional.of("/ui/{file}");
            case Route.None _ -> Optional.empty();
            case Route.Base _ -> below(prefix, "");
            case Route.Token _ -> below(prefix, "token");
            case Route.Catalog _ -> below(prefix, "_catalog");
            case Route.Tags _ -> below(prefix, "{name}/tags/list");
            case Route.Referrers _ -> below(prefix, "{name}/referrers/{digest}");
            case Route.Manifests _ -> below(prefix, "{name}/manifests/{reference}");
            case Route.Blobs _ -> below(prefix, "{name}/blobs/{digest}");
            case Route.Uploads _ -> below(prefix, "{name}/blobs/uploads/");
            case Route.Upload _ -> below(prefix, "{name}/blobs/uploads/{id}");
            case Route.Extensions _ -> below(prefix, "_oci/ext/discover");
            case Route.OwnEndpoints _ -> below(prefix, "_moorage");
            case Route.LiveUploads _ -> below(prefix, "_moorage/uploads");
            case Route.LiveUpload _ -> below(prefix, "_moorage/uploads/{id}");
            case Route.OwnRepositories _ -> below(prefix, "_moorage/repositories");
            case Route.OwnVersion _ -> below(prefix, "_moorage/version");
            case Route.OwnLogin _ -> below(prefix, "_moorage/login");
            case Route.OwnStorage _ -> below(prefix, "_moorage/storage");
            case Route.OwnTrash _ -> below(prefix, "_moorage/trash");
            case Route.OwnContent _ -> below(prefix, "_moorage/content/{name}");
            case Route.OwnTags _ -> below(prefix, "_moorage/tags/{name}");
            case Route.OwnImage _ -> below(prefix, "_moorage/image/{name}/{reference}");
        };
    }

    private static Optional<String> below(String prefix, String rest) {
        return Optional.of(prefix + "v2/" + rest);
    }
}
