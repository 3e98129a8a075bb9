package dev.moorage.application.port.out.event;

/** The kinds of events. A listener chooses by kind, so that an event that no listener takes is not made. */
public enum EventKind {
    /** {@link TrafficEvent.Begun}. */
    REQUEST_BEGUN,
    /** {@link TrafficEvent.Served}. */
    REQUEST_SERVED,
    /** {@link RequestEvent.LoggedIn}. */
    LOGGED_IN,
    /** {@link RequestEvent.TokenIssued}. */
    TOKEN_ISSUED,
    /** {@link RequestEvent.NamesListed}. */
    NAMES_LISTED,
    /** {@link RequestEvent.Pulled}. */
    PULLED,
    /** {@link RequestEvent.Denied}. */
    DENIED,
    /** {@link UploadEvent.Started}. */
    UPLOAD_STARTED,
    /** {@link UploadEvent.BodyBegun}. */
    BODY_BEGUN,
    /** {@link UploadEvent.BodyEnded}. */
    BODY_ENDED,
    /** {@link UploadEvent.Resumed}. */
    UPLOAD_RESUMED,
    /** {@link UploadEvent.Rehashed}. */
    UPLOAD_REHASHED,
    /** {@link UploadEvent.Recorded}. */
    UPLOAD_RECORDED,
    /** {@link UploadEvent.Fenced}. */
    UPLOAD_FENCED,
    /** {@link UploadEvent.Ended}. */
    UPLOAD_ENDED,
    /** {@link ChangeEvent.BlobCommitted}. */
    BLOB_COMMITTED,
    /** {@link ChangeEvent.BlobMounted}. */
    BLOB_MOUNTED,
    /** {@link ChangeEvent.ManifestPushed}. */
    MANIFEST_PUSHED,
    /** {@link ChangeEvent.Tagged}. */
    TAGGED,
    /** {@link ChangeEvent.TagDeleted}. */
    TAG_DELETED,
    /** {@link ChangeEvent.ManifestDeleted}. */
    MANIFEST_DELETED,
    /** {@link ChangeEvent.BlobDeleted}. */
    BLOB_DELETED,
    /** {@link MaintenanceEvent.UploadPurged}. */
    UPLOAD_PURGED,
    /** {@link MaintenanceEvent.UploadsWalked}. */
    UPLOADS_WALKED,
    /** {@link MaintenanceEvent.GarbageCollected}. */
    GARBAGE_COLLECTED
}
