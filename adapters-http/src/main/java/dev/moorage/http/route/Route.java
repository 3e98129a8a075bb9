package dev.moorage.http.route;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;

/** An endpoint of the OCI Distribution Specification, section "Endpoints", with its parameters parsed. */
public sealed interface Route {
    /** The methods that the endpoint supports, in the order of the {@code Allow} header. */
    List<String> methods();

    /** Returns whether a path is that of {@link Livez} or {@link Readyz}. */
    static boolean isProbe(String path) {
        return path.equals(Livez.PATH) || path.equals(Readyz.PATH);
    }

    /** {@code /}: for probes, which send no password. Distribution answers here whatever its prefix. */
    record Root() implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD");
        }
    }

    /** {@code /livez}: whether the process should go on, for probes. The path has no prefix. */
    record Livez() implements Route {
        /** The path of the endpoint. */
        static final String PATH = "/livez";

        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD");
        }
    }

    /** {@code /readyz}: whether requests should come here, for probes. The path has no prefix. */
    record Readyz() implements Route {
        /** The path of the endpoint. */
        static final String PATH = "/readyz";

        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD");
        }
    }

    /** {@code /v2/}: whether this is a registry of this API version, and whether the credentials are valid. */
    record Base() implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD");
        }
    }

    /** {@code /v2/token}, where clients get the registry's own tokens. It is no endpoint where the registry issues none. */
    record Token() implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET", "POST");
        }
    }

    /** {@code /v2/_catalog}. */
    record Catalog() implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET");
        }
    }

    /** {@code /v2/_oci/ext/discover}: the extensions of this registry. */
    record Extensions() implements Route {
        /** The path below {@code /v2/}. No repository has a name that begins so. */
        static final List<String> SEGMENTS = List.of("_oci", "ext", "discover");

        @Override
        public List<String> methods() {
            return List.of("GET");
        }
    }

    /** {@code /v2/_moorage}: the endpoints of this registry that the specification does not have. */
    record OwnEndpoints() implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET");
        }
    }

    /** {@code /v2/_moorage/uploads}: the uploads that are under way. It is no endpoint of the specification. */
    record LiveUploads() implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET");
        }
    }

    /**
     * {@code /v2/_moorage/uploads/<id>}. The repository is in the query.
     *
     * @param id the id as it stands in the path. A text that is not a valid id belongs to no upload.
     */
    record LiveUpload(String id) implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET", "DELETE");
        }
    }

    /** An endpoint of this registry alone, which the page reads: {@code /v2/_moorage/…}. */
    sealed interface Own extends Route {
        /** The first segment below {@code /v2/}. No repository has a name that begins so. */
        String SEGMENT = "_moorage";

        @Override
        default List<String> methods() {
            return List.of("GET");
        }
    }

    /** {@code /v2/_moorage/repositories}: a search for repositories. */
    record OwnRepositories() implements Own {}

    /** {@code /v2/_moorage/version}: the version of the registry, and the caller. */
    record OwnVersion() implements Own {}

    /** {@code /v2/_moorage/login}: only a caller with a name is answered, so that a browser asks for its password. */
    record OwnLogin() implements Own {}

    /** {@code /v2/_moorage/storage}: what the servers do with the storage. */
    record OwnStorage() implements Own {}

    /** {@code /v2/_moorage/trash}: what has left repositories and can be put back. */
    record OwnTrash() implements Own {}

    /** {@code /v2/_moorage/content/<name>}: the sizes of a repository, and what no tag leads to. */
    record OwnContent(RepositoryName name) implements Own, OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new OwnContent(other);
        }
    }

    /** {@code /v2/_moorage/tags/<name>}: the tags of a repository with what their images are. */
    record OwnTags(RepositoryName name) implements Own, OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new OwnTags(other);
        }
    }

    /** {@code /v2/_moorage/image/<name>/<reference>}: what a manifest is. */
    record OwnImage(RepositoryName name, Reference reference) implements Own, OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new OwnImage(other, reference);
        }
    }

    /**
     * A file or a view of the page, below {@code ui.path}.
     *
     * @param name the rest of the path
     */
    record Page(String name) implements Route {
        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD");
        }
    }

    /** An endpoint of one repository. */
    sealed interface OfRepository extends Route {
        RepositoryName name();

        /** Returns the same endpoint of another repository. */
        OfRepository withName(RepositoryName other);
    }

    /** {@code /v2/<name>/tags/list}. */
    record Tags(RepositoryName name) implements OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new Tags(other);
        }

        @Override
        public List<String> methods() {
            return List.of("GET");
        }
    }

    /** {@code /v2/<name>/referrers/<digest>}. */
    record Referrers(RepositoryName name, Digest digest) implements OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new Referrers(other, digest);
        }

        @Override
        public List<String> methods() {
            return List.of("GET");
        }
    }

    /** {@code /v2/<name>/manifests/<reference>}. */
    record Manifests(RepositoryName name, Reference reference) implements OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new Manifests(other, reference);
        }

        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD", "PUT", "DELETE");
        }
    }

    /** {@code /v2/<name>/blobs/<digest>}. */
    record Blobs(RepositoryName name, Digest digest) implements OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new Blobs(other, digest);
        }

        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD", "DELETE");
        }
    }

    /** {@code /v2/<name>/blobs/uploads/}. */
    record Uploads(RepositoryName name) implements OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new Uploads(other);
        }

        @Override
        public List<String> methods() {
            return List.of("POST");
        }
    }

    /**
     * {@code /v2/<name>/blobs/uploads/<id>}.
     *
     * @param id the id as it stands in the path. A text that is not a valid id belongs to no upload.
     */
    record Upload(RepositoryName name, String id) implements OfRepository {
        @Override
        public OfRepository withName(RepositoryName other) {
            return new Upload(other, id);
        }

        @Override
        public List<String> methods() {
            return List.of("GET", "HEAD", "PATCH", "PUT", "DELETE");
        }
    }

    /** A path that is not an endpoint. */
    record None() implements Route {
        @Override
        public List<String> methods() {
            return List.of();
        }
    }
}
