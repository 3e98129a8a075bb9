package dev.moorage.application.port.in.upload;

import dev.moorage.domain.upload.ChunkRange;
import java.io.IOException;
import java.util.Optional;

/**
 * Appends a chunk, {@code PATCH} on an upload: OCI Distribution Specification, section "Pushing a blob in chunks". The
 * bytes that arrived before a body broke off stay.
 */
public interface AppendToUpload {
    /**
     * @param range the chunk's {@code Content-Range}; its length was compared with the body's before
     * @throws IOException storage failed; what is durable stays
     */
    AppendResult append(UploadRequest upload, Optional<ChunkRange> range, UploadBody body) throws IOException;
}
