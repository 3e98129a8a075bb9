package dev.moorage.domain.error;

/**
 * The error codes that a registry answers with: those of the OCI Distribution Specification 1.1, section "Error Codes",
 * and the few of CNCF Distribution that its clients know.
 */
public enum ErrorCode {
    /** The blob is not in the repository. */
    BLOB_UNKNOWN("blob unknown to registry"),
    /** The upload's token is missing, altered or of another key. */
    BLOB_UPLOAD_INVALID("blob upload invalid"),
    /** There is no such upload in the repository. */
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
    /** There is no such repository. */
    NAME_UNKNOWN("repository name not known to registry"),
    /** The content's length is not the one that was announced, or is over a limit. */
    SIZE_INVALID("provided length did not match content length"),
    /** The tag does not parse. Distribution's. */
    TAG_INVALID("manifest tag did not match URI"),
    /** The chunk does not start where the upload stands, or the range cannot be satisfied. Distribution's. */
    RANGE_INVALID("invalid content range"),
    /** {@code n} of a listing is not a number that can be used. Distribution's. */
    PAGINATION_NUMBER_INVALID("invalid number of results requested"),
    /** Authentication is required. */
    UNAUTHORIZED("authentication required"),
    /** The caller may not do this. */
    DENIED("requested access to the resource is denied"),
    /** The operation is not supported, or is switched off. */
    UNSUPPORTED("the operation is unsupported"),
    /** The caller asks too often. */
    TOOMANYREQUESTS("too many requests"),
    /** The registry cannot serve this for the moment. Distribution's. */
    UNAVAILABLE("service unavailable"),
    /** The registry failed. Distribution's. */
    UNKNOWN("unknown error");

    private final String message;

    ErrorCode(String message) {
        this.message = message;
    }

    /** The stable sentence that goes with the code when nothing more exact is known. */
    public String message() {
        return message;
    }
}
