package dev.moorage.application.port.out.event;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change of a repository's content. It is stored when the event is made, and the client has no answer yet. After a request whose
 * answer was lost, the client's next attempt makes an event of the same kind again.
 */
public sealed interface ChangeEvent extends RegistryEvent.OfRequest {
    RepositoryName repository();

    /**
     * A blob was pushed.
     *
     * @param upload the upload. A blob that comes whole in one request has one of its own
     * @param size in bytes, or empty where a repeated request does not know it
     * @param duration from the start of the upload to the commit
     * @param isRepeated whether an earlier request had committed the blob, and its client has asked again
     */
    record BlobCommitted(
            Caller caller,
            RepositoryName repository,
            UploadId upload,
            Digest digest,
            OptionalLong size,
            Duration duration,
            boolean isRepeated)
            implements ChangeEvent {
        public BlobCommitted {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(digest);
            Objects.requireNonNull(size);
            Objects.requireNonNull(duration);
        }

        @Override
        public EventKind kind() {
            return EventKind.BLOB_COMMITTED;
        }
    }

    /**
     * A blob of another repository was linked into this one.
     *
     * @param from the repository that the client named, or empty where the registry has searched
     * @param size in bytes
     */
    record BlobMounted(
            Caller caller, RepositoryName repository, Optional<RepositoryName> from, Digest digest, long size)
            implements ChangeEvent {
        public BlobMounted {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(from);
            Objects.requireNonNull(digest);
        }

        @Override
        public EventKind kind() {
            return EventKind.BLOB_MOUNTED;
        }
    }

    /**
     * A manifest was pushed.
     *
     * @param descriptor its media type, digest and size
     * @param manifest what it refers to
     * @param tags the tags that the request has set, that of its path first
     */
    record ManifestPushed(
            Caller caller, RepositoryName repository, Descriptor descriptor, Manifest manifest, List<Tag> tags)
            implements ChangeEvent {
        public ManifestPushed {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(descriptor);
            Objects.requireNonNull(manifest);
            tags = List.copyOf(tags);
        }

        @Override
        public EventKind kind() {
            return EventKind.MANIFEST_PUSHED;
        }
    }

    /**
     * A tag was set. It comes after the {@link ManifestPushed} of the same request.
     *
     * @param digest the manifest that the tag names now
     * @param was the manifest that it named shortly before, or empty for a new tag. Another request may have moved it in between
     */
    record Tagged(Caller caller, RepositoryName repository, Tag tag, Digest digest, Optional<Digest> was)
            implements ChangeEvent {
        public Tagged {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(tag);
            Objects.requireNonNull(digest);
            Objects.requireNonNull(was);
        }

        @Override
        public EventKind kind() {
            return EventKind.TAGGED;
        }
    }

    /**
     * A tag was deleted by its name.
     *
     * @param was the manifest that it named
     */
    record TagDeleted(Caller caller, RepositoryName repository, Tag tag, Digest was) implements ChangeEvent {
        public TagDeleted {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(tag);
            Objects.requireNonNull(was);
        }

        @Override
        public EventKind kind() {
            return EventKind.TAG_DELETED;
        }
    }

    /**
     * A manifest was deleted by its digest.
     *
     * @param tags the tags that were deleted with it
     */
    record ManifestDeleted(Caller caller, RepositoryName repository, Digest digest, List<Tag> tags)
            implements ChangeEvent {
        public ManifestDeleted {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(digest);
            tags = List.copyOf(tags);
        }

        @Override
        public EventKind kind() {
            return EventKind.MANIFEST_DELETED;
        }
    }

    /** A blob was deleted from a repository. */
    record BlobDeleted(Caller caller, RepositoryName repository, Digest digest) implements ChangeEvent {
        public BlobDeleted {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(digest);
        }

        @Override
        public EventKind kind() {
            return EventKind.BLOB_DELETED;
        }
    }
}
