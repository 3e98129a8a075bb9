package dev.moorage.application.service.notification;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.ChangeEvent.BlobCommitted;
import dev.moorage.application.port.out.event.ChangeEvent.BlobDeleted;
import dev.moorage.application.port.out.event.ChangeEvent.BlobMounted;
import dev.moorage.application.port.out.event.ChangeEvent.ManifestDeleted;
import dev.moorage.application.port.out.event.ChangeEvent.ManifestPushed;
import dev.moorage.application.port.out.event.ChangeEvent.TagDeleted;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Pulled;
import dev.moorage.application.service.notification.endpoint.EventAction;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event as CNCF Distribution describes it ({@code notifications/event.go}).
 *
 * @param isKept whether it waits in the storage until it is delivered
 * @param path the path of the content below the repository, or empty where it has no URL
 * @param references what a manifest refers to
 */
record NotifiedEvent(
        EventAction action,
        boolean isKept,
        Caller caller,
        RepositoryName repository,
        Optional<RepositoryName> from,
        String mediaType,
        Optional<Digest> digest,
        OptionalLong size,
        Optional<Tag> tag,
        Optional<String> path,
        List<ContentReference> references) {
    private static final String BLOB = "application/octet-stream";

    /** The action of each kind of event that is sent. */
    static final Map<EventKind, EventAction> ACTIONS = Map.of(
            EventKind.PULLED, EventAction.PULL,
            EventKind.BLOB_COMMITTED, EventAction.PUSH,
            EventKind.BLOB_MOUNTED, EventAction.MOUNT,
            EventKind.BLOB_DELETED, EventAction.DELETE,
            EventKind.MANIFEST_PUSHED, EventAction.PUSH,
            EventKind.MANIFEST_DELETED, EventAction.DELETE,
            EventKind.TAG_DELETED, EventAction.DELETE);

    /** Returns what is sent for an event: one for each tag of a push or a delete, and none for an event of another kind. */
    static List<NotifiedEvent> of(RegistryEvent event) {
        return switch (event) {
            case ManifestPushed push -> pushed(push);
            case TagDeleted(Caller caller, RepositoryName repository, Tag tag, var _) ->
                List.of(deleted(caller, repository, Optional.empty(), Optional.of(tag)));
            case ManifestDeleted deleted -> deleted(deleted);
            case BlobDeleted(Caller caller, RepositoryName repository, Digest digest) ->
                List.of(deleted(caller, repository, Optional.of(digest), Optional.empty()));
            case BlobCommitted blob ->
                List.of(blob(EventAction.PUSH, blob, blob.digest(), blob.size(), Optional.empty()));
            case BlobMounted blob ->
                List.of(blob(EventAction.MOUNT, blob, blob.digest(), OptionalLong.of(blob.size()), blob.from()));
            case Pulled pull -> List.of(pulled(pull));
            default -> List.of();
        };
    }

    private static List<NotifiedEvent> pushed(ManifestPushed push) {
        List<Optional<Tag>> tags = push.tags().isEmpty()
                ? List.of(Optional.empty())
                : push.tags().stream().map(Optional::of).toList();
        return tags.stream()
                .map(tag -> new NotifiedEvent(
                        EventAction.PUSH,
                        true,
                        push.caller(),
                        push.repository(),
                        Optional.empty(),
                        push.descriptor().mediaType().toString(),
                        Optional.of(push.descriptor().digest()),
                        OptionalLong.of(push.descriptor().size()),
                        tag,
                        Optional.of("manifests/" + push.descriptor().digest()),
                        push.manifest().references()))
                .toList();
    }

    /** A manifest goes first, and then the tags that have named it. */
    private static List<NotifiedEvent> deleted(ManifestDeleted manifest) {
        List<NotifiedEvent> all = new ArrayList<>();
        all.add(deleted(manifest.caller(), manifest.repository(), Optional.of(manifest.digest()), Optional.empty()));
        for (Tag tag : manifest.tags()) {
            all.add(deleted(manifest.caller(), manifest.repository(), Optional.empty(), Optional.of(tag)));
        }
        return all;
    }

    private static NotifiedEvent deleted(
            Caller caller, RepositoryName repository, Optional<Digest> digest, Optional<Tag> tag) {
        return new NotifiedEvent(
                EventAction.DELETE,
                true,
                caller,
                repository,
                Optional.empty(),
                "",
                digest,
                OptionalLong.empty(),
                tag,
                Optional.empty(),
                List.of());
    }

    private static NotifiedEvent blob(
            EventAction action, ChangeEvent event, Digest digest, OptionalLong size, Optional<RepositoryName> from) {
        return new NotifiedEvent(
                action,
                false,
                event.caller(),
                event.repository(),
                from,
                BLOB,
                Optional.of(digest),
                size,
                Optional.empty(),
                Optional.of("blobs/" + digest),
                List.of());
    }

    private static NotifiedEvent pulled(Pulled pull) {
        boolean manifest = pull.target().content() == Content.MANIFEST;
        Optional<Digest> digest = pull.target().digest();
        return new NotifiedEvent(
                EventAction.PULL,
                false,
                pull.caller(),
                pull.target().repository(),
                Optional.empty(),
                pull.mediaType().orElse(manifest ? "" : BLOB),
                digest,
                pull.size(),
                pull.target().tags().stream().findFirst(),
                digest.map(named -> (manifest ? "manifests/" : "blobs/") + named),
                List.of());
    }
}
