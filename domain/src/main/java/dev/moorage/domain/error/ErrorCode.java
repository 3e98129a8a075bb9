package dev.moorage.domain.error;

/**
 * The error codes of responses: those of the OCI Distribution Specification 1.1, section "Error Codes", and the codes
 * of CNCF Distribution that its clients know.
 */
public enum ErrorCode {
    /** The blob is not in the repository. */
    BLOB_UNKNOWN("blob unknown to registry"),
    /** The upload's token is missing, altered, or signed with another key. */
    BLOB_UPLOAD_INVALID("blob upload invalid"),
    /** The repository does not have this upload. */
    BLOB_UPLOAD_UNKNOWN("blob upload unknown to registry"),
    /** The digest does not parse, or does not match the content. */
    DIGEST_INVALID("provided digest did not match uploaded content"),
    /** A manifest refers to content that the repository does not have. */
    MANIFEST_BLOB_UNKNOWN("manifest references a manifest or blob unknown to registry"),
    /** The manifest cannot be accepted as it is. */
    MANIFEST_INVALID("manifest invalid"),
    /** The manifest is not in the repository. */
    MANIFEST_UNKNOWN("manifest unknown to registry"),
    /** The repository's name does not parse. */
    NAME_INVALID("invalid repository name"),
    /** The repository does not exist. */
    NAME_UNKNOWN("repository name not known to registry"),
    /** The content's length differs from the announced length, or exceeds a limit. */
    SIZE_INVALID("provided length did not match content length"),
    /** The tag does not parse. A code of CNCF Distribution. */
    TAG_INVALID("manifest tag did not match URI"),
    /**
     * The chunk does not start at the upload's offset, or the range cannot be satisfied. A code of CNCF Distribution.
     */
    RANGE_INVALID("invalid content range"),
    /** The parameter {@code n} of a listing is not a usable number. A code of CNCF Distribution. */
    PAGINATION_NUMBER_INVALID("invalid number of results requested"),
    /** Authentication is required. */
    UNAUTHORIZED("authentication required"),
    /** The caller may not do this. */
    DENIED("requested access to the resource is denied"),
    /** The operation is not supported, or is switched off. */
    UNSUPPORTED("the operation is unsupported"),
    /** The caller sends requests too often. */
    TOOMANYREQUESTS("too many requests"),
    /** The registry cannot serve the request at the moment. A code of CNCF Distribution. */
    UNAVAILABLE("service unavailable"),
    /** The registry failed. A code of CNCF Distribution. */
    UNKNOWN("unknown error");

    private final String message;

    ErrorCode(String message) {
        this.message = message;
    }

    /** Returns the stable message for this code, for errors without a more exact one. */
    public String message() {
        return message;
    }
}
