package dev.moorage.http.exchange;

import dev.moorage.domain.error.ErrorCode;

/**
 * The HTTP status of each error code: OCI Distribution Specification, section "Error Codes", and Distribution's own codes.
 */
public final class ErrorStatus {
    private ErrorStatus() {}

    public static int of(ErrorCode code) {
        return switch (code) {
            case DIGEST_INVALID, MANIFEST_INVALID, NAME_INVALID, SIZE_INVALID, TAG_INVALID, PAGINATION_NUMBER_INVALID ->
                400;
            case UNAUTHORIZED -> 401;
            case DENIED -> 403;
            case BLOB_UNKNOWN,
                    BLOB_UPLOAD_INVALID,
                    BLOB_UPLOAD_UNKNOWN,
                    MANIFEST_BLOB_UNKNOWN,
                    MANIFEST_UNKNOWN,
                    NAME_UNKNOWN -> 404;
            case UNSUPPORTED -> 405;
            case RANGE_INVALID -> 416;
            case TOOMANYREQUESTS -> 429;
            case UNKNOWN -> 500;
            case UNAVAILABLE -> 503;
        };
    }
}
