package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.ChunkRange;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to complete an upload.
 *
 * @param upload the upload. Its caller is asked again at the commit, because the right to push may end while a long body
 *     arrives
 * @param digest the digest that the blob must have
 * @param range the last chunk's {@code Content-Range}, if it has one
 * @param body the last chunk, or the whole blob, or nothing
 */
public record CompleteUploadCommand(UploadRequest upload, Digest digest, Optional<ChunkRange> range, UploadBody body) {
    public CompleteUploadCommand {
        Objects.requireNonNull(upload);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(range);
        Objects.requireNonNull(body);
    }
}
