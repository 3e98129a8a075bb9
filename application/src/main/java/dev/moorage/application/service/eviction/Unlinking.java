package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.service.eviction.CachedRepository.Manifest;
import dev.moorage.application.service.eviction.CachedRepository.Root;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Unlinks content of upstreams from repositories: tags first, then manifests, then layers, so that a crash leaves no tag without its
 * manifest. No bytes are deleted: a collector of garbage does that. A fetch that needs something at the same moment links it again.
 */
final class Unlinking {
    private final StorageDriver storage;
    private final Links links;
    private final CachedRepositories repositories;
    private final Instant young;

    /** @param young by the store's clock. What was linked since stays, since a client may be about to ask for it */
    Unlinking(StorageDriver storage, CachedRepositories repositories, Instant young) {
        this.storage = storage;
        this.links = new Links(storage);
        this.repositories = repositories;
        this.young = young;
    }

    /** Chooses what goes. */
    interface Choice {
        /** Returns whether a tag goes, or a manifest that no tag names, with all that nothing else needs. */
        boolean goes(Root root);

        /** Returns whether a layer goes that no manifest of the repository names. */
        boolean goesLoose(Instant fetched);
    }

    /** How many links were deleted. */
    record Counts(long tags, long manifests, long layers) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(tags + more.tags, manifests + more.manifests, layers + more.layers);
        }
    }

    /** Unlinks what a choice lets go. */
    Counts unlink(CachedRepository before, Choice choice) throws IOException {
        long tags = 0;
        Set<Digest> untagged = new HashSet<>();
        for (Root root : before.roots()) {
            if (root.tag().isPresent()
                    && choice.goes(root)
                    && untag(before.name(), root.tag().get(), root.digest())) {
                untagged.add(root.digest());
                tags++;
            }
        }
        CachedRepository now = tags == 0 ? before : repositories.again(before);
        Set<Digest> needed = now.closure(staying(now, choice, untagged));
        long manifests = 0;
        for (Digest digest : now.manifests().keySet()) {
            if (!needed.contains(digest)) {
                unlinkManifest(now.name(), digest, now.manifests().get(digest));
                manifests++;
            }
        }
        for (RepositoryKey.TagIndex former : now.history()) {
            if (!now.tags().containsKey(former.tag()) && linked(former.key()).isPresent()) {
                links.delete(former.key());
            }
        }
        Set<Digest> named = new HashSet<>();
        before.manifests().keySet().forEach(digest -> named.addAll(before.named(digest)));
        long layers = unlinkLayers(now.name(), needed, named, choice);
        forgetReferrers(now.name(), needed);
        return new Counts(tags, manifests, layers);
    }

    /** Returns the tags and manifests that stay. A manifest does not stay whose last tag has just been deleted. */
    private List<Digest> staying(CachedRepository repository, Choice choice, Set<Digest> untagged) {
        List<Digest> staying = new ArrayList<>();
        for (Root root : repository.roots()) {
            boolean lostItsTag = root.tag().isEmpty() && untagged.contains(root.digest());
            if (!lostItsTag && !choice.goes(root)) {
                staying.add(root.digest());
            }
        }
        repository.manifests().forEach((digest, manifest) -> {
            if (!manifest.fetched().isBefore(young)) {
                staying.add(digest);
            }
        });
        return staying;
    }

    /** Deletes a tag, unless it names another manifest now. */
    private boolean untag(RepositoryName name, Tag tag, Digest digest) throws IOException {
        ObjectKey key = RegistryKeys.tagLink(name, tag);
        Optional<Links.Stored> link = links.inspect(key);
        if (link.isEmpty()
                || !link.get().target().equals(Optional.of(digest))
                || !link.get().written().isBefore(young)) {
            return false;
        }
        try {
            links.delete(key, link.get().version());
        } catch (ConditionFailedException _) {
            return false;
        }
        return true;
    }

    private void unlinkManifest(RepositoryName name, Digest digest, Manifest manifest) throws IOException {
        if (manifest.subject().isPresent()) {
            links.delete(RegistryKeys.referrerLink(name, manifest.subject().get(), digest));
        }
        links.delete(RegistryKeys.revisionLink(name, digest));
    }

    private long unlinkLayers(RepositoryName name, Set<Digest> needed, Set<Digest> named, Choice choice)
            throws IOException {
        List<Digest> needless = new ArrayList<>();
        ObjectWalk.recursive(storage, RegistryKeys.layers(name)).forEach(entry -> {
            if (RepositoryKey.parse(entry.key()).orElse(null) instanceof RepositoryKey.Layer(var _, Digest digest)
                    && !needed.contains(digest)) {
                needless.add(digest);
            }
        });
        long count = 0;
        for (Digest digest : needless) {
            Optional<Instant> fetched = linked(RegistryKeys.layerLink(name, digest));
            if (fetched.isPresent() && (named.contains(digest) || choice.goesLoose(fetched.get()))) {
                links.delete(RegistryKeys.layerLink(name, digest));
                count++;
            }
        }
        return count;
    }

    /** Returns when a link was written. Empty if it is young, or gone. */
    private Optional<Instant> linked(ObjectKey link) throws IOException {
        return storage.stat(link).map(ObjectInfo::lastModified).filter(time -> time.isBefore(young));
    }

    /** Deletes the lists of referrers of manifests that are gone. */
    private void forgetReferrers(RepositoryName name, Set<Digest> needed) throws IOException {
        List<ObjectKey> lists = new ArrayList<>();
        ObjectWalk.recursive(storage, RegistryKeys.fetchedReferrers(name)).forEach(entry -> lists.add(entry.key()));
        for (ObjectKey list : lists) {
            Optional<Digest> subject = RegistryKeys.subjectOfFetchedReferrers(list);
            if (subject.filter(needed::contains).isEmpty() && linked(list).isPresent()) {
                storage.delete(list, WriteCondition.ANY, Durability.PROCESS_CRASH);
            }
        }
    }
}
