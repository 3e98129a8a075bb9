package dev.moorage.application.layout;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.object.ObjectKey;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The keys of all objects in storage. The layout is that of CNCF Distribution ({@code registry/storage/paths.go}), with
 * further keys of Moorage. A root or bucket of {@code registry:2} or {@code registry:3} is therefore served as it is,
 * and can be used by Distribution again.
 */
public final class RegistryKeys {
    private static final ObjectKey ROOT = new ObjectKey("docker/registry/v2");
    private static final ObjectKey MAINTENANCE = ObjectKey.SERVER_STATE;

    /** The prefix of the bytes of all blobs and manifests. */
    public static final ObjectKey BLOBS = ROOT.resolve("blobs");

    /** The prefix of all repositories. */
    public static final ObjectKey REPOSITORIES = ROOT.resolve("repositories");

    /** The prefix of the blobs that are being copied into quarantine, each under a unique name. Moorage's own. */
    public static final ObjectKey QUARANTINING = MAINTENANCE.resolve("quarantining");

    /** Where earlier versions copied blobs into quarantine. What an interrupted run left there is removed. */
    public static final ObjectKey FORMER_QUARANTINING = new ObjectKey("moorage/quarantining");

    /** An object that is written only to read the store's time from it. Moorage's own. */
    public static final ObjectKey CLOCK = MAINTENANCE.resolve("clock");

    /** The prefix of the docket of the garbage collector: ADR 40. Moorage's own. */
    public static final ObjectKey DOCKET = MAINTENANCE.resolve("docket");

    /** The prefix of what a garbage collector has taken out of repositories: ADR 40. Moorage's own. */
    public static final ObjectKey TRASH = MAINTENANCE.resolve("trash");

    /** The prefix of events that wait to be delivered to the endpoints of notifications: ADR 59. Moorage's own. */
    public static final ObjectKey OUTBOX = MAINTENANCE.resolve("outbox");

    /** The prefix of blobs that are being fetched from upstreams: ADR 61. Moorage's own. */
    public static final ObjectKey FETCHES = MAINTENANCE.resolve("fetches");

    /** The prefix of lists of referrers as upstreams have sent them: ADR 77. Moorage's own. */
    private static final ObjectKey FETCHED_REFERRERS = MAINTENANCE.resolve("fetched-referrers");

    /** What was pinned of the content of upstreams: ADR 77. Moorage's own. */
    public static final ObjectKey PINS = MAINTENANCE.resolve("pins");

    /** The prefix of what servers report of their uploads, each under a name of its own: ADR 66. Moorage's own. */
    public static final ObjectKey LIVE = MAINTENANCE.resolve("live");

    private static final ObjectKey USAGE = MAINTENANCE.resolve("usage");

    /** What namespaces with quotas had when they were measured: ADR 70. Moorage's own. */
    public static final ObjectKey USAGE_MEASURED = USAGE.resolve("measured");

    /** The prefix of what servers report of what they have added since, each under a name of its own: ADR 70. Moorage's own. */
    public static final ObjectKey USAGE_REPORTS = USAGE.resolve("reports");

    /** An object whose time says when a process has begun to measure: ADR 70. Moorage's own. */
    public static final ObjectKey USAGE_TURN = USAGE.resolve("turn");

    /** The prefix of what is known of pulls: ADR 69. Moorage's own. */
    private static final ObjectKey PULLS = MAINTENANCE.resolve("pulls");

    /** The prefix of the pulls that servers have recorded and that are in no summary yet. Moorage's own. */
    public static final ObjectKey RECORDED_PULLS = PULLS.resolve("days");

    /** The days of which pulls are known. Moorage's own. */
    public static final ObjectKey KNOWN_PULLS = PULLS.resolve("known");

    private RegistryKeys() {}

    /**
     * Returns the key of the record of collections of garbage, by which servers take turns: ADR 48. Moorage's own.
     *
     * @param dryRun whether the collections remove nothing. Such a one does not count as one that removes
     */
    public static ObjectKey collections(boolean dryRun) {
        return MAINTENANCE.resolve(dryRun ? "collections-dry" : "collections");
    }

    /** Returns the key of the bytes of a blob or manifest, {@code blobs/<alg>/<first 2 hex>/<hex>/data}. */
    public static ObjectKey blob(Digest digest) {
        return BLOBS.resolve(digest.algorithm().identifier())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex())
                .resolve("data");
    }

    /**
     * Returns the prefix of a repository. Below it are also the repositories whose names continue after a {@code /}.
     */
    public static ObjectKey repository(RepositoryName name) {
        return REPOSITORIES.resolve(name.value());
    }

    /** Returns the repository that a key is the prefix of, or that it belongs to. Empty for keys outside of repositories. */
    public static Optional<RepositoryName> repositoryAt(ObjectKey key) {
        String above = REPOSITORIES.value() + "/";
        if (!key.value().startsWith(above)) {
            return Optional.empty();
        }
        String path = key.value().substring(above.length());
        int content = path.indexOf("/_");
        return RepositoryName.tryParse(content < 0 ? path : path.substring(0, content));
    }

    /** Returns the prefix of the links to a repository's blobs. */
    public static ObjectKey layers(RepositoryName name) {
        return repository(name).resolve("_layers");
    }

    /** Returns the key of the link that makes a blob visible in a repository. */
    public static ObjectKey layerLink(RepositoryName name, Digest digest) {
        return link(layers(name), digest);
    }

    /** Returns the prefix of a repository's manifests. */
    public static ObjectKey manifests(RepositoryName name) {
        return repository(name).resolve("_manifests");
    }

    /** Returns the prefix of the links to a repository's manifests. */
    public static ObjectKey revisions(RepositoryName name) {
        return manifests(name).resolve("revisions");
    }

    /** Returns the key of the link that makes a manifest visible in a repository. */
    public static ObjectKey revisionLink(RepositoryName name, Digest digest) {
        return link(revisions(name), digest);
    }

    /** Returns the prefix of a repository's tags. */
    public static ObjectKey tags(RepositoryName name) {
        return manifests(name).resolve("tags");
    }

    /** Returns the prefix of all objects of a tag. */
    public static ObjectKey tag(RepositoryName name, Tag tag) {
        return tags(name).resolve(tag.value());
    }

    /** Returns the key of the link to the manifest that a tag names now. */
    public static ObjectKey tagLink(RepositoryName name, Tag tag) {
        return tag(name, tag).resolve("current/link");
    }

    /** Returns the key of the link to a manifest that a tag names or has named. */
    public static ObjectKey tagIndexLink(RepositoryName name, Tag tag, Digest digest) {
        return link(tag(name, tag).resolve("index"), digest);
    }

    /** Returns the prefix of the links to the manifests that have this subject. Moorage's own. */
    public static ObjectKey referrers(RepositoryName name, Digest subject) {
        return manifests(name)
                .resolve("referrers")
                .resolve(subject.algorithm().identifier())
                .resolve(subject.hex());
    }

    /** Returns the key of the link to a manifest that has this subject. Moorage's own. */
    public static ObjectKey referrerLink(RepositoryName name, Digest subject, Digest referrer) {
        return link(referrers(name, subject), referrer);
    }

    /** Returns the prefix of the lists of referrers that a repository's upstream has sent. Moorage's own. */
    public static ObjectKey fetchedReferrers(RepositoryName name) {
        return FETCHED_REFERRERS.resolve(name.value()).resolve("_subjects");
    }

    /** Returns the key of the list of a subject's referrers that the repository's upstream has sent. Moorage's own. */
    public static ObjectKey fetchedReferrers(RepositoryName name, Digest subject) {
        return fetchedReferrers(name).resolve(subject.algorithm().identifier()).resolve(subject.hex());
    }

    /** Returns the subject in the key of a list of referrers that an upstream has sent. Empty if it is another kind of key. */
    public static Optional<Digest> subjectOfFetchedReferrers(ObjectKey key) {
        List<String> segments = key.segments();
        int count = segments.size();
        return count < 2 ? Optional.empty() : Digest.tryParse(segments.get(count - 2) + ":" + segments.get(count - 1));
    }

    /** Returns the prefix of a repository's unfinished uploads. */
    public static ObjectKey uploads(RepositoryName name) {
        return repository(name).resolve("_uploads");
    }

    /**
     * Returns the prefix of all objects of an upload. CNCF Distribution leaves {@code data} and {@code startedat}
     * there.
     */
    public static ObjectKey upload(RepositoryName name, UploadId id) {
        return uploads(name).resolve(id.toString());
    }

    /** Returns the key of the time at which CNCF Distribution started an upload, as text (RFC 3339). */
    public static ObjectKey uploadStartedAt(RepositoryName name, UploadId id) {
        return upload(name, id).resolve("startedat");
    }

    /** Returns the key of an upload's session record. Moorage's own. */
    public static ObjectKey uploadSession(RepositoryName name, UploadId id) {
        return upload(name, id).resolve("session");
    }

    /** Returns the key of the record of a blob's fetch from an upstream. Moorage's own. */
    public static ObjectKey fetchSession(Digest digest) {
        return fetch(digest).resolve("session");
    }

    /** Returns the area in which the bytes of a fetch are staged. Moorage's own. */
    public static ObjectKey fetchArea(Digest digest, FetchId id) {
        return fetch(digest).resolve(id.toString());
    }

    private static ObjectKey fetch(Digest digest) {
        return FETCHES.resolve(digest.algorithm().identifier()).resolve(digest.hex());
    }

    private static ObjectKey link(ObjectKey parent, Digest digest) {
        return parent.resolve(digest.algorithm().identifier())
                .resolve(digest.hex())
                .resolve("link");
    }

    /**
     * Returns the key of the copy of a damaged blob in quarantine. Moorage's own, outside of the keys that CNCF
     * Distribution reads.
     *
     * @param digest the digest that the blob should have
     * @param actual the digest of its bytes
     */
    public static ObjectKey quarantined(Digest digest, Digest actual) {
        return MAINTENANCE
                .resolve("quarantine")
                .resolve(digest.algorithm().identifier())
                .resolve(digest.hex())
                .resolve(actual.hex());
    }

    /** Returns the prefix of the records of what has left a repository. Moorage's own. */
    public static ObjectKey trash(RepositoryName name) {
        return TRASH.resolve(name.value()).resolve("_records");
    }

    /**
     * Returns the key of a record of what has left a repository. Moorage's own.
     *
     * @param number a random number, which no other record has
     */
    public static ObjectKey trashRecord(RepositoryName name, long number) {
        return trash(name).resolve(HexFormat.of().toHexDigits(number));
    }

    /** Returns the digest in the key of a blob's bytes. The result is empty if it is another kind of key. */
    public static Optional<Digest> digestOfBlob(ObjectKey key) {
        List<String> segments = key.segments();
        int count = segments.size();
        return count < 4
                ? Optional.empty()
                : Digest.tryParse(segments.get(count - 4) + ":" + segments.get(count - 2))
                        .filter(digest -> blob(digest).equals(key));
    }

    /**
     * Returns the digest in a link's key, {@code …/<alg>/<hex>/link}. The result is empty if it is another kind of key.
     */
    public static Optional<Digest> digestOfLink(ObjectKey link) {
        List<String> segments = link.segments();
        int count = segments.size();
        return count < 3 || !segments.getLast().equals("link")
                ? Optional.empty()
                : Digest.tryParse(segments.get(count - 3) + ":" + segments.get(count - 2));
    }

    /**
     * Returns the key of pulls that a server has recorded. Moorage's own.
     *
     * @param day in UTC
     * @param name a name that no other record of the day has
     */
    public static ObjectKey recordedPulls(LocalDate day, String name) {
        return RECORDED_PULLS.resolve(day.toString()).resolve(name);
    }

    /**
     * Returns the key of a summary of pulls. Moorage's own.
     *
     * @param number from 0 to 255
     */
    public static ObjectKey pullSummary(int number) {
        return PULLS.resolve("summaries").resolve(HexFormat.of().toHexDigits((byte) number));
    }

    /** Returns the key of the docket's head, which has the generation of each segment. Moorage's own. */
    public static ObjectKey docketHead() {
        return DOCKET.resolve("head");
    }

    /**
     * Returns the key of a segment of the docket, {@code docket/<2 hex>}. Moorage's own.
     *
     * @param segment from 0 to 255
     */
    public static ObjectKey docketSegment(int segment) {
        return DOCKET.resolve(HexFormat.of().toHexDigits((byte) segment));
    }
}
