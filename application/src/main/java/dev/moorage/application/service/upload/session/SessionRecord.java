package dev.moorage.application.service.upload.session;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.port.in.upload.UploadHistory;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.staging.StagedState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The stored record of an upload: the session, and what any replica needs to continue with its bytes.
 *
 * @param staged the state to reopen the staged object with. Empty until its first state is known
 * @param hashes the hash state at some of the upload's offsets
 * @param history what the requests were, for those that list uploads. No decision depends on it
 */
public record SessionRecord(
        UploadSession session, Optional<StagedState> staged, List<HashState> hashes, UploadHistory history) {
    public SessionRecord {
        Objects.requireNonNull(session);
        Objects.requireNonNull(staged);
        hashes = List.copyOf(hashes);
        Objects.requireNonNull(history);
    }

    /** Creates a record of which no request is known. */
    public SessionRecord(UploadSession session, Optional<StagedState> staged, List<HashState> hashes) {
        this(session, staged, hashes, UploadHistory.NONE);
    }

    SessionRecord with(UploadHistory next) {
        return new SessionRecord(session, staged, hashes, next);
    }

    public SessionRecord with(UploadSession next) {
        return new SessionRecord(next, staged, hashes, history);
    }
}
