package dev.moorage.storage.s3;

import java.io.IOException;
import java.util.Set;

/** A request that the store has answered with an error. */
final class RequestFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** 200 has an error in its body. */
    private static final Set<Integer> TRANSIENT = Set.of(200, 408, 409, 425, 429);

    private final int status;
    private final String code;
    private final boolean repeated;

    /**
     * @param status of HTTP
     * @param code the store's word for it
     * @param repeated whether an earlier attempt of the same request may have been applied
     */
    RequestFailedException(String operation, int status, String code, String requestId, boolean repeated) {
        super("storage refused " + operation + ": " + status + " " + code + ", request " + requestId);
        this.status = status;
        this.code = code;
        this.repeated = repeated;
    }

    boolean isRepeated() {
        return repeated;
    }

    /** No such object; also what a HEAD says, which has no code. */
    boolean isNotFound() {
        return code.equals("NoSuchKey")
                || status == 404 && !code.equals("NoSuchUpload") && !code.equals("NoSuchBucket");
    }

    /** A condition did not hold. */
    boolean isPreconditionFailed() {
        return status == 412;
    }

    /** Another request for the same key ran at the same time; neither says what holds. */
    boolean isConflict() {
        return status == 409;
    }

    /** What was not to be there is or was there: the condition did not hold, or a delete came again and again. */
    boolean isConditionLost() {
        return isPreconditionFailed() || isConflict();
    }

    /** The multipart upload was completed or aborted, or a part of it replaced. */
    boolean isUploadGone() {
        return code.equals("NoSuchUpload") || code.equals("InvalidPart");
    }

    boolean isBeyondEnd() {
        return status == 416;
    }

    /** The list of a completion is not the one that the store wants. */
    boolean isInvalidPart() {
        return code.equals("InvalidPart") || code.equals("InvalidPartOrder");
    }

    /** The completion of a multipart upload lists a part that is too small to have another one after it. */
    boolean isPartTooSmall() {
        return code.equals("EntityTooSmall");
    }

    /** The error may be gone at the next attempt, and says nothing of what the store can do. */
    boolean isTransient() {
        return TRANSIENT.contains(status) || status >= 500 && !isNotImplemented();
    }

    /** The store does not take such a request at all, or not as this client sends it. */
    boolean isRequestUnknown() {
        return isNotImplemented() || status == 400 || status == 405 || status == 411;
    }

    /** The store does not know the request, or what is asked for in it. */
    boolean isNotImplemented() {
        return status == 501 || code.equals("NotImplemented");
    }
}
