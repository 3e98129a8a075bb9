package dev.moorage.application.port.in.upload;

import java.io.IOException;

/**
 * Ends an upload of any client and deletes its bytes, without the token that the client has. A request that still writes, on this
 * replica or on another one, is fenced.
 */
public interface EndUpload {
    /**
     * Ends an upload. Its record stays until a purge removes it, so that its client gets {@code BLOB_UPLOAD_UNKNOWN} from then on.
     *
     * @throws IOException storage failed
     */
    CancelResult end(EndUploadCommand command) throws IOException;
}
