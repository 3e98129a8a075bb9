package dev.moorage.storage.s3.request;

import java.io.IOException;
import java.util.Set;

/** The store has responded to a request with an error. */
public final class RequestFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Status codes after which a retry may succeed. A response with status 200 may have an error in its body. */
    private static final Set<Integer> TRANSIENT = Set.of(200, 408, 409, 425, 429);

    private final int status;
    private final String code;
    private final boolean repeated;

    /**
     * Creates the exception.
     *
     * @param status the HTTP status
     * @param code the store's error code
     * @param repeated whether an earlier attempt of the same request may have been applied
     */
    RequestFailedException(String operation, int status, String code, String requestId, boolean repeated) {
        super("storage refused " + operation + ": " + status + " " + code + ", request " + requestId);
        this.status = status;
        this.code = code;
        this.repeated = repeated;
    }

    public boolean isRepeated() {
        return repeated;
    }

    /** Whether the object does not exist. A response to HEAD has no error code, so its status 404 is enough. */
    public boolean isNotFound() {
        return code.equals("NoSuchKey")
                || status == 404 && !code.equals("NoSuchUpload") && !code.equals("NoSuchBucket");
    }

    /** Whether a condition did not hold. */
    public boolean isPreconditionFailed() {
        return status == 412;
    }

    /** Whether another request for the same key ran at the same time. The response does not show which state the key has. */
    public boolean isConflict() {
        return status == 409;
    }

    /** Whether a condition on the object's presence was not met: it did not hold, or deletes interfered again and again. */
    public boolean isConditionLost() {
        return isPreconditionFailed() || isConflict();
    }

    /** Whether the multipart upload was completed or aborted, or one of its parts was replaced. */
    public boolean isUploadGone() {
        return code.equals("NoSuchUpload") || code.equals("InvalidPart");
    }

    public boolean isBeyondEnd() {
        return status == 416;
    }

    /** Whether the store refuses the list of parts of a completion. */
    public boolean isInvalidPart() {
        return code.equals("InvalidPart") || code.equals("InvalidPartOrder");
    }

    /** Whether the list of a completion contains a part that is too small to be followed by another one. */
    boolean isPartTooSmall() {
        return code.equals("EntityTooSmall");
    }

    /** Whether a retry may succeed. The error does not show what the store supports. */
    public boolean isTransient() {
        return TRANSIENT.contains(status) || status >= 500 && !isNotImplemented();
    }

    /** Whether the store does not accept requests of this kind at all, or not as this client sends them. */
    boolean isRequestUnknown() {
        return isNotImplemented() || status == 400 || status == 405 || status == 411;
    }

    /** Whether the store does not implement the request, or one of its headers. */
    boolean isNotImplemented() {
        return status == 501 || code.equals("NotImplemented");
    }
}
