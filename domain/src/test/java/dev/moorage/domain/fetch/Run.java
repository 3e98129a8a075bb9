package dev.moorage.domain.fetch;

import java.util.Optional;

/**
 * What a replica does for a fetch.
 *
 * @param step the next step
 * @param read the session as the replica last read it
 * @param mine the session as the replica holds it
 * @param bytes the staged bytes as the replica has hashed them
 * @param position where the upstream's answer is
 */
record Run(Step step, Optional<FetchSession> read, Optional<FetchSession> mine, String bytes, int position) {
    enum Step {
        READ,
        CLAIM,
        OPEN,
        ASK,
        RESTART,
        APPEND,
        REPORT,
        COMMIT,
        FORGET
    }

    static final Run START = new Run(Step.READ, Optional.empty(), Optional.empty(), "", 0);

    Run to(Step next) {
        return new Run(next, read, mine, bytes, position);
    }

    Run claiming(Optional<FetchSession> stored, FetchSession claim) {
        return new Run(Step.CLAIM, stored, Optional.of(claim), bytes, position);
    }

    Run holding(FetchSession session) {
        return new Run(step, read, Optional.of(session), bytes, position);
    }

    Run having(String staged) {
        return new Run(step, read, mine, staged, position);
    }

    Run at(int next) {
        return new Run(step, read, mine, bytes, next);
    }

    FetchSession held() {
        return mine.orElseThrow();
    }
}
