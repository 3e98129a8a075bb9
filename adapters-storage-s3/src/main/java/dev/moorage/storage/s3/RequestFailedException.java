package dev.moorage.storage.s3;

import java.io.IOException;

/** A request that the store has answered with an error. */
final class RequestFailedException extends IOException {
    private static final long serialVersionUID = 1L;

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

    /** The store does not know the request, or what is asked for in it. */
    boolean isNotImplemented() {
        return status == 501 || code.equals("NotImplemented");
    }
}
