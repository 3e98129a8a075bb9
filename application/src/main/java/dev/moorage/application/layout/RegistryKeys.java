package dev.moorage.application.layout;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * Where everything is in storage: the layout of CNCF Distribution (its {@code registry/storage/paths.go}), so that a root
 * or bucket of {@code registry:2} or {@code registry:3} is served as it is and can go back, and our keys beside it.
 */
public final class RegistryKeys {
    private static final ObjectKey ROOT = new ObjectKey("docker/registry/v2");
    private static final ObjectKey MAINTENANCE = new ObjectKey("moorage");

    /** Below it are the bytes of all blobs and manifests. */
    public static final ObjectKey BLOBS = ROOT.resolve("blobs");

    /** Below it are the repositories. */
    public static final ObjectKey REPOSITORIES = ROOT.resolve("repositories");

    /** Below it is, under a name of its own, each blob that is just being copied aside; ours. */
    public static final ObjectKey QUARANTINING = MAINTENANCE.resolve("quarantining");

    /** An object that is written only to learn the store's time from it; ours. */
    public static final ObjectKey CLOCK = MAINTENANCE.resolve("clock");

    private RegistryKeys() {}

    /** The bytes of a blob or manifest: {@code blobs/<alg>/<first 2 hex>/<hex>/data}. */
    public static ObjectKey blob(Digest digest) {
        return BLOBS.resolve(digest.algorithm().identifier())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex())
                .resolve("data");
    }

    /** Below it is all that a repository has, and the repositories whose names go on after a {@code /}. */
    public static ObjectKey repository(RepositoryName name) {
        return REPOSITORIES.resolve(name.value());
    }

    /** Below it are the links to the blobs that a repository has. */
    public static ObjectKey layers(RepositoryName name) {
        return repository(name).resolve("_layers");
    }

    /** The link that makes a blob visible in a repository. */
    public static ObjectKey layerLink(RepositoryName name, Digest digest) {
        return link(layers(name), digest);
    }

    /** Below it are a repository's manifests. */
    public static ObjectKey manifests(RepositoryName name) {
        return repository(name).resolve("_manifests");
    }

    /** The link that makes a manifest visible in a repository. */
    public static ObjectKey revisionLink(RepositoryName name, Digest digest) {
        return link(manifests(name).resolve("revisions"), digest);
    }

    /** Below it is a key for each of a repository's tags. */
    public static ObjectKey tags(RepositoryName name) {
        return manifests(name).resolve("tags");
    }

    /** Below it is all that belongs to a tag. */
    public static ObjectKey tag(RepositoryName name, Tag tag) {
        return tags(name).resolve(tag.value());
    }

    /** The link to the manifest that a tag names now. */
    public static ObjectKey tagLink(RepositoryName name, Tag tag) {
        return tag(name, tag).resolve("current/link");
    }

    /** The link to a manifest that a tag names or has named. */
    public static ObjectKey tagIndexLink(RepositoryName name, Tag tag, Digest digest) {
        return link(tag(name, tag).resolve("index"), digest);
    }

    /** Below it are the links to the manifests that have this subject; ours. */
    public static ObjectKey referrers(RepositoryName name, Digest subject) {
        return manifests(name)
                .resolve("referrers")
                .resolve(subject.algorithm().identifier())
                .resolve(subject.hex());
    }

    /** The link to one manifest that has this subject; ours. */
    public static ObjectKey referrerLink(RepositoryName name, Digest subject, Digest referrer) {
        return link(referrers(name, subject), referrer);
    }

    /** Below it are a repository's living uploads. */
    public static ObjectKey uploads(RepositoryName name) {
        return repository(name).resolve("_uploads");
    }

    /** Below it is all that belongs to an upload; what Distribution leaves there is {@code data} and {@code startedat}. */
    public static ObjectKey upload(RepositoryName name, UploadId id) {
        return uploads(name).resolve(id.toString());
    }

    /** When Distribution began an upload, as text (RFC 3339). */
    public static ObjectKey uploadStartedAt(RepositoryName name, UploadId id) {
        return upload(name, id).resolve("startedat");
    }

    /** An upload's session; ours. */
    public static ObjectKey uploadSession(RepositoryName name, UploadId id) {
        return upload(name, id).resolve("session");
    }

    private static ObjectKey link(ObjectKey parent, Digest digest) {
        return parent.resolve(digest.algorithm().identifier())
                .resolve(digest.hex())
                .resolve("link");
    }

    /**
     * Where a damaged blob is put aside; ours, and beside what Distribution looks at.
     *
     * @param digest what the blob should have had
     * @param actual what it had
     */
    public static ObjectKey quarantined(Digest digest, Digest actual) {
        return MAINTENANCE
                .resolve("quarantine")
                .resolve(digest.algorithm().identifier())
                .resolve(digest.hex())
                .resolve(actual.hex());
    }

    /** The digest in the key of a blob's bytes; empty when it is no such key. */
    public static Optional<Digest> digestOfBlob(ObjectKey key) {
        List<String> segments = key.segments();
        int count = segments.size();
        return count < 4
                ? Optional.empty()
                : Digest.tryParse(segments.get(count - 4) + ":" + segments.get(count - 2))
                        .filter(digest -> blob(digest).equals(key));
    }

    /** The digest in a link's key, {@code …/<alg>/<hex>/link}; empty when the key is not that of a link. */
    public static Optional<Digest> digestOfLink(ObjectKey link) {
        List<String> segments = link.segments();
        int count = segments.size();
        return count < 3 || !segments.getLast().equals("link")
                ? Optional.empty()
                : Digest.tryParse(segments.get(count - 3) + ":" + segments.get(count - 2));
    }
}
