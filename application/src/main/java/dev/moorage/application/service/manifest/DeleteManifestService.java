package dev.moorage.application.service.manifest;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the links to a manifest. The trash names them first, so that an operator can put them back. The deletes start with
 * those that clients see first: the tags, then the referrers entry, then the repository's link.
 */
final class DeleteManifestService implements DeleteManifest {
    private final StorageDriver storage;
    private final Links links;
    private final ReferenceLinks references;
    private final ManifestStore manifests;
    private final RepositoryTags tags;
    private final WriteOnceTags writeOnce;
    private final WriteOnceContent needed;
    private final Trash trash;
    private final RegistryEvents events;

    DeleteManifestService(
            StorageDriver storage,
            Trash trash,
            Links links,
            ManifestStore manifests,
            RepositoryTags tags,
            CurrentRules rules,
            WriteOnceContent needed,
            RegistryEvents events) {
        this.storage = storage;
        this.trash = trash;
        this.links = links;
        this.references = new ReferenceLinks(links);
        this.manifests = manifests;
        this.tags = tags;
        this.writeOnce = new WriteOnceTags(rules, references);
        this.needed = needed;
        this.events = events;
    }

    @Override
    public void delete(DeleteManifestCommand command) throws IOException {
        RepositoryName repository = command.repository();
        Reference reference = command.reference();
        switch (reference) {
            case Reference.ByTag(Tag tag) -> {
                Optional<Digest> named = links.read(RegistryKeys.tagLink(repository, tag));
                if (named.isEmpty() && !hasRest(repository, tag)) {
                    throw GetManifestService.unknown(reference);
                }
                writeOnce.requireDeletable(repository, List.of(tag));
                references.require(repository, reference, command.condition());
                if (named.isPresent()) {
                    trash.keepForClient(repository, List.of(new TrashedTag(tag, named.get())));
                }
                deleteTag(repository, tag, command.condition());
                if (events.wants(EventKind.TAG_DELETED)) {
                    events.publish(new ChangeEvent.TagDeleted(command.caller(), repository, tag, named));
                }
            }
            case Reference.ByDigest(Digest digest) -> {
                Optional<Digest> bytes = links.read(RegistryKeys.revisionLink(repository, digest));
                if (bytes.isEmpty()) {
                    throw GetManifestService.unknown(reference);
                }
                references.require(repository, reference, command.condition());
                deleteManifest(command, digest, bytes.get());
            }
        }
    }

    /** Whether a tag without a link has history. A push or a delete that was killed leaves such a tag, which is listed. */
    private boolean hasRest(RepositoryName repository, Tag tag) throws IOException {
        return !storage.list(RegistryKeys.tag(repository, tag), ListOptions.recursive(1))
                .entries()
                .isEmpty();
    }

    private void deleteManifest(DeleteManifestCommand command, Digest digest, Digest bytes) throws IOException {
        RepositoryName repository = command.repository();
        List<Tag> naming = tags.naming(repository, digest);
        requireRights(command.caller(), repository, naming);
        writeOnce.requireDeletable(repository, naming);
        needed.requireUnneeded(repository, digest);
        List<Trashed> content = new ArrayList<>(List.of(new TrashedRevision(digest, bytes)));
        naming.forEach(tag -> content.add(new TrashedTag(tag, digest)));
        trash.keepForClient(repository, content);
        Optional<Digest> subject = subject(digest);
        ParallelWork.forEach(naming, tag -> deleteTag(repository, tag, digest));
        if (subject.isPresent()) {
            links.delete(RegistryKeys.referrerLink(repository, subject.get(), digest));
        }
        references.delete(repository, new Reference.ByDigest(digest), command.condition());
        if (writeOnce.isUsed()) {
            restoreForNewTags(repository, digest, subject);
        }
        if (events.wants(EventKind.MANIFEST_DELETED)) {
            events.publish(new ChangeEvent.ManifestDeleted(command.caller(), repository, digest, naming));
        }
    }

    /** Asks for the right to each tag that goes with a manifest: a rule may deny the deletion of some tags. */
    private static void requireRights(Caller caller, RepositoryName repository, List<Tag> tags) {
        if (!tags.stream().allMatch(tag -> caller.may(Action.DELETE, repository, tag))) {
            throw new RegistryException(RegistryError.of(ErrorCode.DENIED));
        }
    }

    /** Restores a manifest that was tagged with a write-once tag during its delete. */
    private void restoreForNewTags(RepositoryName repository, Digest digest, Optional<Digest> subject)
            throws IOException {
        try {
            writeOnce.requireDeletable(repository, tags.naming(repository, digest));
        } catch (WriteOnceException refused) {
            writeOnce.restore(repository, digest);
            if (subject.isPresent()) {
                links.write(RegistryKeys.referrerLink(repository, subject.get(), digest), digest);
            }
            throw refused;
        }
    }

    private void deleteTag(RepositoryName repository, Tag tag, ChangeCondition condition) throws IOException {
        references.delete(repository, new Reference.ByTag(tag), condition);
        deleteHistory(repository, tag);
    }

    /** Deletes a tag of a manifest that is deleted. A push that has moved the tag to another manifest was answered 201. */
    private void deleteTag(RepositoryName repository, Tag tag, Digest digest) throws IOException {
        if (references.deleteTag(repository, tag, digest)) {
            deleteHistory(repository, tag);
        }
    }

    /** Deletes what a tag has named. A link that a push has written since the delete of the tag stays. */
    private void deleteHistory(RepositoryName repository, Tag tag) throws IOException {
        ObjectKey link = RegistryKeys.tagLink(repository, tag);
        ObjectWalk.recursive(storage, RegistryKeys.tag(repository, tag)).forEach(entry -> {
            if (!entry.key().equals(link)) {
                links.delete(entry.key());
            }
        });
    }

    /** Returns the manifest's subject. The result is empty for a damaged manifest, which is deleted too. */
    private Optional<Digest> subject(Digest digest) throws IOException {
        Optional<StoredBytes> found = manifests.readUndamaged(digest);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredBytes bytes = found.get()) {
            return bytes.parse().subject();
        }
    }
}
