package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.layout.RepositoryKey.Revision;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.manifest.StoredBytes;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.application.service.retention.RepositoryRetention;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Decision;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the manifests and tags of one repository need. A second {@link #read} adds what has come since, and forgets nothing.
 * Every manifest that is there counts, whether a tag names it or not: its content is a level below it, and may only go in a
 * later collection.
 *
 * <p>What cannot be read or understood may need everything, so that the repository stays as it is.
 */
final class RepositoryScan {
    private final StorageDriver storage;

    private final ManifestStore manifests;
    private final Links links;
    private final RepositoryName repository;
    private final boolean untagged;
    private final Optional<RepositoryRetention> retention;
    private final boolean tags;
    private final int parallel;
    private final GarbageCounters counters;

    /** The digests that a manifest of the repository names as its content, and those in keys of an unknown kind. */
    private final LinkFilter named;

    /** The manifests that tags name. */
    private final LinkFilter tagged;

    /** The manifests that were read, each with its subject. */
    private final Map<Digest, Optional<Digest>> revisions = new HashMap<>();

    private final Set<RepositoryKey.Referrer> referrers = new HashSet<>();
    private Optional<Unknown> unknown = Optional.empty();

    /** The decisions of the policy about manifests that nothing keeps. Empty until they are asked for. */
    private Optional<Map<Digest, Decision>> decisions = Optional.empty();

    /** Something that cannot be read or understood. */
    record Unknown(String key, String reason) {}

    /**
     * @param untagged whether manifests may go that nothing keeps, where no policy decides
     * @param retention the policy of the repository, which decides about its tags
     * @param salt of the filters, another one for each collection
     * @param parallel how many manifests are read simultaneously
     */
    RepositoryScan(
            StorageDriver storage,
            ManifestStore manifests,
            RepositoryName repository,
            boolean untagged,
            Optional<RepositoryRetention> retention,
            long salt,
            int parallel,
            GarbageCounters counters) {
        this.storage = storage;
        this.manifests = manifests;
        this.links = new Links(storage);
        this.repository = repository;
        this.untagged = untagged;
        this.retention = retention;
        this.tags = untagged || retention.isPresent(); // Without them nothing is known of what manifests are kept by.
        this.parallel = parallel;
        this.counters = counters;
        this.named = new LinkFilter(salt, LinkFilter.SMALL);
        this.tagged = new LinkFilter(salt, LinkFilter.SMALL);
    }

    RepositoryName repository() {
        return repository;
    }

    /** Returns the first thing that may need everything. */
    synchronized Optional<Unknown> unknown() {
        return unknown;
    }

    /** Returns how many manifests the scan remembers. */
    int size() {
        return revisions.size();
    }

    /** Lists the manifests and the tags, and reads those manifests that an earlier call has not read. */
    void read() throws IOException {
        decisions = Optional.empty();
        retention.ifPresent(RepositoryRetention::forgetTags);
        ObjectWalk.recursive(storage, RegistryKeys.manifests(repository))
                .markingUnreadable()
                .forEachPage(page -> {
                    List<RepositoryKey> unread = new ArrayList<>();
                    for (ObjectPage.Entry entry : page.entries()) {
                        if (entry instanceof ObjectPage.Unreadable(ObjectKey folder, String reason)) {
                            unknown(folder, reason);
                        } else {
                            look(entry.key(), unread);
                        }
                        counters.looked();
                    }
                    ParallelWork.forEach(unread, parallel, this::read);
                    return unknown().isEmpty();
                });
    }

    private void look(ObjectKey key, List<RepositoryKey> unread) {
        switch (RepositoryKey.parse(key).orElse(null)) {
            case Revision revision when !revisions.containsKey(revision.digest()) -> unread.add(revision);
            case RepositoryKey.TagCurrent tag when tags -> unread.add(tag);
            case RepositoryKey.Referrer referrer -> referrers.add(referrer);
            case null -> RegistryKeys.digestOfLink(key).ifPresent(named::add);
            default -> {
                // Known already, or history.
            }
        }
    }

    private void read(RepositoryKey key) throws IOException {
        Optional<Links.Stored> link = links.inspect(key.key());
        if (link.isEmpty()) {
            return; // Deleted after it was listed.
        }
        Optional<Digest> target = link.get().target();
        if (target.isEmpty()) {
            unknown(key.key(), "names no digest");
        } else if (key instanceof Revision revision) {
            manifest(revision, target.get(), link.get().written());
        } else if (key instanceof RepositoryKey.TagCurrent(RepositoryName _, Tag tag)) {
            tag(tag, target.get(), link.get().written());
        }
    }

    private synchronized void tag(Tag tag, Digest digest, Instant pushed) {
        tagged.add(digest);
        retention.ifPresent(policy -> policy.add(tag, digest, pushed));
    }

    private void manifest(Revision revision, Digest bytes, Instant pushed) throws IOException {
        List<ContentReference> content = new ArrayList<>();
        Optional<StoredManifest> manifest;
        try {
            manifest = parse(bytes, content);
        } catch (CollectionEndedException e) {
            throw e;
        } catch (IOException e) {
            unknown(revision.key(), "the manifest cannot be read: " + e.getMessage());
            return;
        }
        if (manifest.isEmpty()) {
            unknown(revision.key(), "the manifest has no bytes");
        } else if (!manifest.get().isJson() || manifest.get().kind() == ManifestKind.OTHER) {
            unknown(revision.key(), "the manifest is of a kind whose content is not known");
        } else {
            add(revision.digest(), pushed, content, manifest.get().subject());
        }
    }

    private Optional<StoredManifest> parse(Digest bytes, List<ContentReference> content) throws IOException {
        Optional<StoredBytes> found = manifests.read(bytes);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredBytes stored = found.get()) {
            return Optional.of(stored.parse(new ManifestObserver() {
                @Override
                public void reference(ContentReference reference) {
                    content.add(reference);
                }
            }));
        }
    }

    private synchronized void add(
            Digest revision, Instant pushed, List<ContentReference> content, Optional<Digest> subject) {
        revisions.put(revision, subject);
        content.forEach(reference -> named.add(reference.digest()));
        retention.ifPresent(policy -> policy.add(revision, pushed, content, subject));
        counters.manifest();
    }

    private synchronized void unknown(ObjectKey key, String reason) {
        if (unknown.isEmpty()) {
            unknown = Optional.of(new Unknown(key.value(), reason));
        }
    }

    /** Returns whether a link to a blob must stay. */
    boolean needsLink(Digest digest) {
        return unknown.isPresent() || named.mayContain(digest) || revisions.containsKey(digest);
    }

    /** Returns whether a manifest must stay. */
    boolean needsRevision(Digest digest) {
        return unknown.isPresent() || !tags || isHeld(digest) || staysUntagged(digest);
    }

    /** Returns whether a tag, an index or a subject keeps a manifest. */
    private boolean isHeld(Digest digest) {
        return tagged.mayContain(digest)
                || named.mayContain(digest)
                || revisions.getOrDefault(digest, Optional.empty()).stream().anyMatch(revisions::containsKey);
    }

    private boolean staysUntagged(Digest digest) {
        if (retention.isEmpty() || retention.get().isDryRun()) {
            return !untagged;
        }
        if (retention.get().decidesUntagged()) {
            Decision decision = untaggedDecisions().get(digest);
            return decision == null || decision.stays();
        }
        boolean isReferrer = revisions.getOrDefault(digest, Optional.empty()).isPresent();
        return !untagged || isReferrer && retention.get().keepsReferrers();
    }

    private Map<Digest, Decision> untaggedDecisions() {
        if (decisions.isEmpty()) {
            List<Digest> loose = revisions.keySet().stream()
                    .filter(digest -> !isHeld(digest))
                    .toList();
            decisions = Optional.of(retention.orElseThrow().untagged(loose));
        }
        return decisions.get();
    }

    /** Returns whether a tag must stay, or names another manifest now. */
    boolean needsTag(Tag tag, Digest digest) {
        if (unknown.isPresent() || retention.isEmpty() || retention.get().isDryRun()) {
            return true;
        }
        Decision decision = retention.get().tags().get(tag);
        return decision == null
                || decision.stays()
                || !retention.get().named(tag).equals(Optional.of(digest));
    }

    /** Returns the tags that the policy does not keep. A dry run of the policy has them too. */
    List<GoingTag> goingTags() {
        if (unknown.isPresent() || retention.isEmpty()) {
            return List.of();
        }
        RepositoryRetention policy = retention.get();
        List<GoingTag> going = new ArrayList<>();
        policy.tags()
                .forEach((tag, decision) -> policy.named(tag)
                        .filter(_ -> !decision.stays())
                        .ifPresent(digest -> going.add(new GoingTag(
                                repository, tag, digest, decision.text(), policy.bytes(digest), policy.isDryRun()))));
        return going;
    }

    /** Returns whether an entry of referrers must stay, because its manifest is there. */
    boolean needsReferrer(Digest referrer) {
        return unknown.isPresent() || revisions.containsKey(referrer);
    }

    /** Returns the manifests that need not stay. */
    List<Digest> needlessRevisions() {
        return revisions.keySet().stream()
                .filter(digest -> !needsRevision(digest))
                .toList();
    }

    /** Returns the entries of referrers that need not stay. */
    List<RepositoryKey.Referrer> needlessReferrers() {
        return referrers.stream()
                .filter(entry -> !needsReferrer(entry.digest()))
                .toList();
    }
}
