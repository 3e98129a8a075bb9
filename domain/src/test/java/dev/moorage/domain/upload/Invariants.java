package dev.moorage.domain.upload;

import java.util.Optional;

/** The invariants of a moment, and of the step from one moment to the next. */
final class Invariants {
    private Invariants() {}

    /** Returns the first invariant that a step has broken. */
    static Optional<String> broken(World before, World after) {
        if (after.published().filter(bytes -> !bytes.equals(Exploration.BLOB)).isPresent()) {
            return Optional.of("what is published hashes to its digest");
        }
        if (after.linked() && after.published().isEmpty()) {
            return Optional.of("a link implies a whole blob");
        }
        if (after.foreign()) {
            return Optional.of("every change is of the path of its token");
        }
        if (before.record().isPresent() && after.record().isPresent()) {
            Optional<String> broken =
                    broken(before.record().get(), after.record().get());
            if (broken.isPresent()) {
                return broken;
            }
        }
        return bytes(after);
    }

    private static Optional<String> broken(UploadSession before, UploadSession after) {
        if (before.phase().isFinal() && !after.equals(before)) {
            return Optional.of("final states stay");
        }
        if (after.acknowledged() < before.acknowledged()) {
            return Optional.of("an acknowledged offset never goes back");
        }
        if (after.generation() < before.generation()) {
            return Optional.of("the generation only rises");
        }
        if (after.phase() instanceof UploadPhase.Expired && !(before.phase() instanceof UploadPhase.Expired)) {
            return Optional.of("a purge never takes a living upload");
        }
        return Optional.empty();
    }

    /** While an upload is open, the bytes that its clients expect must exist: their bodies, one after the other. */
    private static Optional<String> bytes(World world) {
        boolean open =
                world.record().filter(session -> !session.phase().isFinal()).isPresent();
        if (!open || world.staged().isEmpty()) {
            return Optional.empty();
        }
        if (world.record().get().acknowledged() != world.agreed().length()
                || !world.staged().get().startsWith(world.agreed())) {
            return Optional.of("bytes are the accepted bodies, one after the other");
        }
        return Optional.empty();
    }
}
