package dev.moorage.domain.fetch;

import java.util.Optional;

/** The invariants of a moment, and of the step from one moment to the next. */
final class Invariants {
    private Invariants() {}

    /** Returns the first invariant that a step has broken. */
    static Optional<String> broken(FetchProtocol protocol, World before, World after) {
        if (after.surprise().isPresent()) {
            return after.surprise();
        }
        if (after.published().filter(bytes -> !bytes.equals(Exploration.BLOB)).isPresent()) {
            return Optional.of("what is published hashes to its digest");
        }
        if (after.linked() && after.published().isEmpty()) {
            return Optional.of("a link implies a whole blob");
        }
        if (after.linkedElsewhere()) {
            return Optional.of("no repository shows bytes for which its upstream did not answer");
        }
        if (after.areas().values().stream().anyMatch(area -> area.bytes().length() > Exploration.BLOB.length())) {
            return Optional.of("no more bytes are staged than the blob has");
        }
        for (Optional<Run> run : after.runs()) {
            if (run.isPresent()
                    && isServedWhole(protocol, run.get())
                    && !run.get().bytes().equals(Exploration.BLOB)) {
                return Optional.of("no client gets the last byte of wrong bytes");
            }
        }
        return record(before, after);
    }

    private static boolean isServedWhole(FetchProtocol protocol, Run run) {
        int size = Exploration.BLOB.length();
        boolean verified = run.mine()
                .filter(session -> session.phase().compareTo(FetchPhase.VERIFIED) >= 0)
                .isPresent();
        return protocol.servable(run.bytes().length(), size, verified) >= size;
    }

    private static Optional<String> record(World before, World after) {
        if (before.record().isEmpty() || after.record().isEmpty()) {
            return Optional.empty();
        }
        FetchSession old = before.record().get();
        FetchSession next = after.record().get();
        if (next.id().equals(old.id()) && next.generation() < old.generation()) {
            return Optional.of("the generation only rises");
        }
        boolean taken = next.id().equals(old.id()) && next.generation() > old.generation();
        if (taken && old.lastActivity().plus(Exploration.SILENCE).isAfter(Exploration.time(before))) {
            return Optional.of("a fetch whose replica reports is not taken over");
        }
        Area area = after.areas().get(Exploration.number(next.id()));
        boolean own = area != null && area.fence() == next.generation(); // Not those of a writer that comes too late.
        return own && next.offset() > area.bytes().length()
                ? Optional.of("a record names no bytes that are not durable")
                : Optional.empty();
    }
}
