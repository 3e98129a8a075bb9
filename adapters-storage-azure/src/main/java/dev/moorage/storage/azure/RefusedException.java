package dev.moorage.storage.azure;

import java.io.IOException;
import java.util.Set;

/** The service has answered, and the answer is no. The message has its code and no names. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> TYPE_OR_IDS_DIFFER =
            Set.of("InvalidBlobType", "InvalidBlobOrBlock", "InvalidBlockId", "PendingCopyOperation");

    private final int status;
    private final String code;
    private final int attempts;

    RefusedException(int status, String code, String requestId, int attempts) {
        super("the store answered " + status + " " + code + " to request " + requestId);
        this.status = status;
        this.code = code;
        this.attempts = attempts;
    }

    /** Whether the request was sent more than once, and may have been lost to itself. */
    boolean wasRepeated() {
        return attempts > 1;
    }

    /** Whether a condition did not hold. Azure has 412 for it, and 409 where a blob was not to be there; emulators mix them. */
    boolean isLostCondition() {
        return status == 412 && !isOtherSource()
                || status == 409 && (code.isEmpty() || code.equals("BlobAlreadyExists"));
    }

    /** Whether what the request is about is not there, though its container is. */
    boolean isMissing() {
        return status == 404 && !code.startsWith("Container");
    }

    /** Whether blocks are named that are not there. */
    boolean isInvalidBlockList() {
        return code.equals("InvalidBlockList");
    }

    /** Whether the blob that is there takes no blocks of ours: it is of another type, has other ids, or is being copied to. */
    boolean takesNoBlocks() {
        return TYPE_OR_IDS_DIFFER.contains(code);
    }

    boolean isNoLongerPending() {
        return code.equals("NoPendingCopyOperation");
    }

    /** Whether what is to be copied is another version now. */
    boolean isOtherSource() {
        return code.equals("SourceConditionNotMet");
    }

    boolean isOtherType() {
        return code.equals("InvalidBlobType");
    }

    boolean isUnsatisfiableRange() {
        return status == 416;
    }
}
