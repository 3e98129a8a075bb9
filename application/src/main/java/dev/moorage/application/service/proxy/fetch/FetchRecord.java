package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.hash.HashState;
import dev.moorage.domain.fetch.FetchSession;
import dev.moorage.storage.spi.staging.StagedState;
import java.util.Objects;
import java.util.Optional;

/**
 * The stored record of a fetch: the session, and what any replica needs to continue with its bytes.
 *
 * @param staged the state to reopen the staged object with. Empty until its first state is known
 * @param hash the state of the hash at the session's offset
 */
record FetchRecord(FetchSession session, Optional<StagedState> staged, Optional<HashState> hash) {
    FetchRecord {
        Objects.requireNonNull(session);
        Objects.requireNonNull(staged);
        Objects.requireNonNull(hash);
    }

    FetchRecord with(FetchSession next) {
        return new FetchRecord(next, staged, hash);
    }
}
