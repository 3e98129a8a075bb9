package dev.moorage.storage.azure.request;

import java.io.IOException;
import java.util.Set;

/** The service has refused a request. The message contains the service's error code, but no names. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> TYPE_OR_IDS_DIFFER =
            Set.of("InvalidBlobType", "InvalidBlobOrBlock", "InvalidBlockId", "PendingCopyOperation");

    private final int status;
    private final String code;
    private final int attempts;

    /**
     * Creates the exception.
     *
     * @param ofAnotherTime whether the clocks of store and server differ more than the service permits
     * @param attempts how often the request was sent
     */
    RefusedException(int status, String code, String requestId, boolean ofAnotherTime, int attempts) {
        super("the store answered " + status + " " + code + " to request " + requestId
                + (ofAnotherTime ? ", and its clock differs from the server's" : ""));
        this.status = status;
        this.code = code;
        this.attempts = attempts;
    }

    /** Whether the request was sent more than once, so that it may have failed because of its own earlier attempt. */
    public boolean wasRepeated() {
        return attempts > 1;
    }

    /**
     * Whether a condition did not hold. Azure responds with 412, or with 409 when a blob was required to be absent.
     * Emulators use either for both.
     */
    public boolean isLostCondition() {
        return status == 412 && !isOtherSource()
                || status == 409 && (code.isEmpty() || code.equals("BlobAlreadyExists"));
    }

    /** Whether the blob of the request does not exist although its container does. */
    public boolean isMissing() {
        return status == 404 && !code.startsWith("Container");
    }

    /** Whether the request names blocks that do not exist. */
    public boolean isInvalidBlockList() {
        return code.equals("InvalidBlockList");
    }

    /**
     * Whether the existing blob accepts no blocks of this driver: it has another type or ids of another length, or is the
     * target of a copy.
     */
    public boolean takesNoBlocks() {
        return TYPE_OR_IDS_DIFFER.contains(code);
    }

    public boolean isNoLongerPending() {
        return code.equals("NoPendingCopyOperation");
    }

    /** Whether the source of a copy has another version than required. */
    public boolean isOtherSource() {
        return code.equals("SourceConditionNotMet");
    }

    public boolean isOtherType() {
        return code.equals("InvalidBlobType");
    }

    public boolean isUnsatisfiableRange() {
        return status == 416;
    }
}
