package dev.moorage.application.port.out.event;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;

/** A step of an upload that changes no content of a repository. */
public sealed interface UploadEvent extends RegistryEvent.OfRequest {
    RepositoryName repository();

    UploadId upload();

    /** Which process a writer belonged to. */
    enum Place {
        /** This process. */
        HERE,
        /** Another process, or this one before it was started again. */
        ELSEWHERE
    }

    /** An upload was started. Nothing is stored yet, and no byte may ever come. */
    record Started(Caller caller, RepositoryName repository, UploadId upload) implements UploadEvent {
        public Started {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_STARTED;
        }
    }

    /**
     * The body of a request is about to be read. A {@link BodyEnded} with the same progress follows.
     *
     * @param expected the length of the body in bytes, where the request announces it
     * @param progress of this body, until it has ended
     */
    record BodyBegun(
            Caller caller, RepositoryName repository, UploadId upload, OptionalLong expected, BodyProgress progress)
            implements UploadEvent {
        public BodyBegun {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(expected);
            Objects.requireNonNull(progress);
        }

        @Override
        public EventKind kind() {
            return EventKind.BODY_BEGUN;
        }
    }

    /** Why the registry reads no more of a body. */
    enum BodyEnd {
        /** The body is complete. */
        COMPLETE,
        /** The client has disconnected, or the body is shorter than announced. */
        CLIENT_GONE,
        /** The server has ended the request, because its client was too slow. */
        TOO_SLOW,
        /** The server stops. */
        STOPPING,
        /** Another request has taken the upload over. */
        FENCED,
        /** Storage has no room. */
        FULL,
        /** Storage failed. */
        STORAGE_ERROR,
        /** The registry did not accept the request. */
        REFUSED
    }

    /**
     * A request with a body has ended.
     *
     * @param progress the same object as that of {@link BodyBegun}
     * @param end why no more is read
     * @param duration since {@link BodyBegun}
     */
    record BodyEnded(
            Caller caller,
            RepositoryName repository,
            UploadId upload,
            BodyProgress progress,
            BodyEnd end,
            Duration duration)
            implements UploadEvent {
        public BodyEnded {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(progress);
            Objects.requireNonNull(end);
            Objects.requireNonNull(duration);
        }

        @Override
        public EventKind kind() {
            return EventKind.BODY_ENDED;
        }
    }

    /**
     * An upload goes on from bytes that were stored and that no response had acknowledged, because the request that sent them had
     * ended early.
     *
     * @param offset where the upload goes on, in bytes
     * @param from where the earlier request was served
     */
    record Resumed(Caller caller, RepositoryName repository, UploadId upload, long offset, Place from)
            implements UploadEvent {
        public Resumed {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(from);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_RESUMED;
        }
    }

    /**
     * Staged bytes were read again for the hash of an upload, because the state of the hash was not known at their end.
     *
     * @param bytes the bytes that were read
     */
    record Rehashed(Caller caller, RepositoryName repository, UploadId upload, long bytes) implements UploadEvent {
        public Rehashed {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_REHASHED;
        }
    }

    /**
     * The stored record of an upload has changed. A small blob that comes whole in one request has none.
     *
     * @param startedAt when the upload was started, by the clock of the replica that has started it
     * @param offset the bytes of the upload that are known to be stored
     * @param requests the number of requests with a body, at all replicas
     * @param resumed how often the upload went on from bytes of a request that broke off, at all replicas
     * @param isClaim whether the request has become the only writer, and goes on from the offset
     */
    record Recorded(
            Caller caller,
            RepositoryName repository,
            UploadId upload,
            Instant startedAt,
            long offset,
            int requests,
            int resumed,
            boolean isClaim)
            implements UploadEvent {
        public Recorded {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(startedAt);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_RECORDED;
        }
    }

    /**
     * A request lost its upload to another one.
     *
     * @param by where the other request is served
     */
    record Fenced(Caller caller, RepositoryName repository, UploadId upload, Place by) implements UploadEvent {
        public Fenced {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(by);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_FENCED;
        }
    }

    /** How an attempt to push a blob came to no blob. */
    enum Ending {
        /** The client has cancelled the upload, or another caller has ended it. */
        CANCELLED,
        /** The bytes have another digest. The upload keeps them. */
        DIGEST_MISMATCH,
        /** The store has lost acknowledged bytes, or an earlier commit was not recorded. */
        BYTES_LOST
    }

    /** An upload has ended without a blob, or could not be committed. */
    record Ended(Caller caller, RepositoryName repository, UploadId upload, Ending ending) implements UploadEvent {
        public Ended {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(repository);
            Objects.requireNonNull(upload);
            Objects.requireNonNull(ending);
        }

        @Override
        public EventKind kind() {
            return EventKind.UPLOAD_ENDED;
        }
    }
}
