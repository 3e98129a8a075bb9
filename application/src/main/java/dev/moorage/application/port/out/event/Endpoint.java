package dev.moorage.application.port.out.event;

/** The endpoints of the registry, for events about traffic. A path of a client is never a part of one. */
public enum Endpoint {
    /** {@code /}. */
    ROOT,
    /** {@code /v2/}. */
    BASE,
    /** {@code /v2/token}. */
    TOKEN,
    /** {@code /v2/_catalog}. */
    CATALOG,
    /** {@code /v2/<name>/tags/list}. */
    TAGS,
    /** {@code /v2/<name>/referrers/<digest>}. */
    REFERRERS,
    /** {@code /v2/<name>/manifests/<reference>}. */
    MANIFEST,
    /** {@code /v2/<name>/blobs/<digest>}. */
    BLOB,
    /** {@code /v2/<name>/blobs/uploads/}. */
    BLOB_UPLOAD,
    /** {@code /v2/<name>/blobs/uploads/<id>}. */
    BLOB_UPLOAD_CHUNK,
    /** The page, and what it reads. */
    PAGE,
    /** Every other path. */
    UNKNOWN
}
