package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RestoreTrash;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.garbage.trash.LastRemovals;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.garbage.trash.TrashedContent;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ConditionFailedException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Puts back what has left a repository. It does what a push of the same content does: it looks at the garbage collector's docket
 * before it looks what is there, and again after its writes.
 */
final class RestoreTrashService implements RestoreTrash {
    private static final Set<By> ALL = Set.of(By.values());

    private final Docket docket;
    private final Trash trash;
    private final ManifestStore manifests;
    private final RepositoryBlobs blobs;
    private final Links links;
    private final ManifestPolicy policy;

    RestoreTrashService(
            Docket docket,
            Trash trash,
            ManifestStore manifests,
            RepositoryBlobs blobs,
            Links links,
            ManifestPolicy policy) {
        this.docket = docket;
        this.trash = trash;
        this.manifests = manifests;
        this.blobs = blobs;
        this.links = links;
        this.policy = policy;
    }

    @Override
    public void restore(RepositoryName repository, Optional<Reference> reference, BiConsumer<Trashed, Outcome> outcomes)
            throws IOException {
        for (Trashed trashed : LastRemovals.of(trash, repository).all()) {
            if (reference.isEmpty() || isNamed(trashed, reference.get())) {
                outcomes.accept(trashed, restore(repository, trashed));
            }
        }
    }

    private static boolean isNamed(Trashed trashed, Reference reference) {
        return switch (trashed) {
            case TrashedLink(Digest digest, Digest _, var _) -> reference.equals(new Reference.ByDigest(digest));
            case TrashedRevision(Digest digest, Digest _, var _) -> reference.equals(new Reference.ByDigest(digest));
            case TrashedTag(Tag tag, Digest _) -> reference.equals(new Reference.ByTag(tag));
        };
    }

    private Outcome restore(RepositoryName repository, Trashed trashed) throws IOException {
        return switch (trashed) {
            case TrashedLink(Digest digest, Digest bytes, var _) -> link(repository, digest, bytes);
            case TrashedRevision(Digest digest, Digest bytes, var _) -> manifest(repository, digest, bytes);
            case TrashedTag(Tag tag, Digest digest) -> tag(repository, tag, digest);
        };
    }

    private Outcome link(RepositoryName repository, Digest digest, Digest bytes) throws IOException {
        if (blobs.persist(repository, digest).isPresent()) {
            return Outcome.THERE;
        }
        return put(
                Set.of(new Blob(bytes), new BlobLink(repository, digest)),
                _ -> blobs.restore(repository, digest, bytes));
    }

    private Outcome manifest(RepositoryName repository, Digest digest, Digest bytes) throws IOException {
        if (manifests.persist(repository, digest).isPresent()) {
            return Outcome.THERE;
        }
        return put(
                Set.of(new Blob(bytes), new ManifestRevision(repository, digest)),
                reliance -> revived(repository).revive(digest, reliance, all(repository)));
    }

    private RevivedManifests revived(RepositoryName repository) {
        return new RevivedManifests(docket, repository, policy, blobs, manifests, links);
    }

    private TrashedContent all(RepositoryName repository) {
        return new TrashedContent(trash, repository, ALL);
    }

    private Outcome tag(RepositoryName repository, Tag tag, Digest digest) throws IOException {
        if (links.read(RegistryKeys.tagLink(repository, tag)).isPresent()) {
            return Outcome.THERE;
        }
        Set<Removable> needs =
                Set.of(new Blob(digest), new ManifestRevision(repository, digest), new TagLink(repository, tag));
        RevivedManifests revived = revived(repository);
        return put(needs, reliance -> {
            Optional<Digest> there = manifests.persist(repository, digest);
            there.map(Blob::new).ifPresent(reliance::add);
            boolean whole = there.isPresent() && revived.stays(digest, there.get(), reliance, all(repository));
            return (whole || revived.revive(digest, reliance, all(repository))) && create(repository, tag, digest);
        });
    }

    /** Sets a tag, unless another request was faster. Returns true. */
    private boolean create(RepositoryName repository, Tag tag, Digest digest) throws IOException {
        if (links.inspect(RegistryKeys.tagLink(repository, tag)).isEmpty()) {
            links.write(RegistryKeys.tagIndexLink(repository, tag, digest), digest);
            try {
                links.create(RegistryKeys.tagLink(repository, tag), digest);
            } catch (ConditionFailedException _) {
                // The tag of the other request stays.
            }
        }
        return true;
    }

    /** Writes what is missing. Returns false if something that it needs is not there. */
    private interface Write {
        boolean run(Reliance reliance) throws IOException;
    }

    private Outcome put(Set<Removable> needs, Write write) throws IOException {
        Reliance reliance = docket.rely(needs);
        reliance.settle();
        boolean whole = write.run(reliance) && reliance.confirm(() -> write.run(reliance));
        return whole ? Outcome.RESTORED : Outcome.INCOMPLETE;
    }
}
