package dev.moorage.application.port.in.upload;

import dev.moorage.domain.upload.ChunkRange;
import java.io.IOException;
import java.util.Optional;

/**
 * Appends a chunk, {@code PATCH} on an upload: OCI Distribution Specification, section "Pushing a blob in chunks". If a
 * body ends early, the bytes that arrived are kept.
 */
public interface AppendToUpload {
    /**
     * Appends a request body to an upload.
     *
     * @param range the chunk's {@code Content-Range}. Its length was already compared with that of the body
     * @throws IOException storage failed. Durable bytes are kept
     */
    AppendResult append(UploadRequest upload, Optional<ChunkRange> range, UploadBody body) throws IOException;
}
