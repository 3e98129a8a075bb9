package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores manifests that were fetched from an upstream. What they refer to need not be there: it is fetched when a client asks for it.
 * The order of the writes, and the looks at the garbage collector's docket, are those of a push.
 */
public final class FetchedManifests {
    private final Docket docket;
    private final ManifestStore manifests;
    private final Links links;
    private final ReferenceLinks references;

    /**
     * @param docket the docket of this replica
     * @param memory the budget for manifests that are read
     * @param computing parses large manifests
     */
    public FetchedManifests(StorageDriver storage, Docket docket, MemoryBudget memory, ComputePool computing) {
        this.docket = docket;
        this.links = new Links(storage);
        this.manifests = new ManifestStore(storage, links, memory, computing);
        this.references = new ReferenceLinks(links);
    }

    /** Returns the manifest that a reference names in a repository. The result is empty if there is none. */
    public Optional<Digest> find(RepositoryName repository, Reference reference) throws IOException {
        Optional<Digest> named = manifests.resolve(repository, reference);
        return named.isPresent() && manifests.size(named.get()).isPresent() ? named : Optional.empty();
    }

    /**
     * Stores a manifest, and makes it visible by its digest.
     *
     * @param content bytes that have this digest
     */
    public void store(RepositoryName repository, Digest digest, byte[] content) throws IOException {
        Reliance reliance = docket.rely(Set.of(new Blob(digest), new ManifestRevision(repository, digest)));
        Optional<Digest> subject = StoredManifest.read(content).subject();
        reliance.settle();
        manifests.write(digest, content);
        links.write(RegistryKeys.revisionLink(repository, digest), digest);
        refer(repository, subject, digest);
        confirm(reliance, () -> {
            manifests.restore(repository, digest, content);
            refer(repository, subject, digest);
            return true;
        });
    }

    private void refer(RepositoryName repository, Optional<Digest> subject, Digest digest) throws IOException {
        if (subject.isPresent()) {
            links.write(RegistryKeys.referrerLink(repository, subject.get(), digest), digest);
        }
    }

    /** Makes a tag name a manifest that the repository has. */
    public void tag(RepositoryName repository, Tag tag, Digest digest) throws IOException {
        Reliance reliance = docket.rely(
                Set.of(new TagLink(repository, tag), new ManifestRevision(repository, digest), new Blob(digest)));
        reliance.settle();
        links.write(RegistryKeys.tagIndexLink(repository, tag, digest), digest);
        references.write(repository, new Reference.ByTag(tag), digest, ChangeCondition.NONE);
        confirm(
                reliance,
                () -> find(repository, new Reference.ByDigest(digest)).isPresent()
                        && references.restore(repository, List.of(tag), digest));
    }

    private static void confirm(Reliance reliance, Reliance.Redo again) throws IOException {
        if (!reliance.confirm(again)) {
            throw new RemovalPendingException();
        }
    }
}
