package dev.moorage.application.service.upload;

import dev.moorage.domain.digest.HashState;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.StagedState;
import java.util.List;
import java.util.Objects;

/**
 * What storage keeps of an upload: the session that decides, and what any replica needs to go on with its bytes.
 *
 * @param staged what reopens the staged object; {@link StagedState#UNRECORDED} until its first state is known
 * @param hashes the hash at some of the offsets that the upload has reached
 */
record SessionRecord(UploadSession session, StagedState staged, List<HashState> hashes) {
    SessionRecord {
        Objects.requireNonNull(session);
        Objects.requireNonNull(staged);
        hashes = List.copyOf(hashes);
    }

    SessionRecord with(UploadSession next) {
        return new SessionRecord(next, staged, hashes);
    }
}
