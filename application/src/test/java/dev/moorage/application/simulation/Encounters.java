package dev.moorage.application.simulation;

import dev.moorage.application.simulation.Coverage.Meeting;
import dev.moorage.application.simulation.store.SimulatedDriver;
import dev.moorage.domain.digest.Digest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes collectors and pushes meet. A delete that is on its way waits until a push of its blob has looked at the docket,
 * has written its link, or has its 201. What follows may break a promise only if a guard is missing.
 */
final class Encounters {
    /** The most steps for which a delete waits. Its collector may be one that has stalled, and pushes may never come. */
    private static final int LONGEST = 200;

    private final Random random;
    private final Map<Turns.Task, Waiting> waiting = new HashMap<>();
    /** Deletes whose answers are lost, and which have not reached the store. */
    private final Map<Turns.Task, Waiting> late = new HashMap<>();

    Encounters(Random random) {
        this.random = random;
    }

    /** What a push has to do before the delete goes on. */
    private enum Until {
        HAS_LOOKED("open head"),
        HAS_LINKED("put link"),
        HAS_ANSWERED("");

        private final String call;

        Until(String call) {
            this.call = call;
        }
    }

    private record Waiting(Digest blob, Until until, long end) {}

    /** Returns the blob that a delete on its way removes. */
    static Optional<Digest> deletedBy(Turns.Task task) {
        String call = task.waitsFor();
        return call.startsWith(SimulatedDriver.DELETES)
                ? Digest.tryParse(call.substring(SimulatedDriver.DELETES.length()))
                : Optional.empty();
    }

    /** Called when a collector has come to its next call. Three of four deletes wait. */
    void collects(Turns.Task task, long step) {
        waiting.remove(task);
        Optional<Digest> blob = task.isDone() ? Optional.empty() : deletedBy(task);
        if (blob.isPresent() && random.nextInt(4) > 0) {
            Until until = Until.values()[random.nextInt(Until.values().length)];
            waiting.put(task, new Waiting(blob.get(), until, step + LONGEST));
        }
    }

    /** Called when the answer of a delete is lost, and the delete will arrive late. */
    void isLate(Turns.Task collector, Digest blob, long step) {
        late.put(collector, new Waiting(blob, Until.HAS_ANSWERED, step + LONGEST));
    }

    /** Returns whether a late delete waits for a push. */
    boolean holdsLate(long step) {
        return late.values().stream().anyMatch(delete -> step < delete.end());
    }

    /**
     * Called when a push has had its turn.
     *
     * @param call the call that it has made
     */
    void pushes(Digest blob, String call) {
        waiting.values().removeIf(delete -> delete.blob().equals(blob) && call.equals(delete.until().call));
    }

    /** Called when a push was answered 201. */
    void pushed(Digest blob, List<Turns.Task> tasks, Coverage coverage) {
        if (tasks.stream().anyMatch(task -> deletedBy(task).filter(blob::equals).isPresent())) {
            coverage.count(Meeting.PUSHED_UNDER_A_DELETE);
        }
        waiting.values().removeIf(delete -> delete.blob().equals(blob));
        late.values().removeIf(delete -> delete.blob().equals(blob));
    }

    boolean isWaiting(Turns.Task task, long step) {
        Waiting delete = waiting.get(task);
        return delete != null && step < delete.end();
    }

    /** Returns a blob whose delete waits for a push. The push comes after all that its collector does. */
    Optional<Digest> wanted() {
        Stream<Waiting> lost = late.entrySet().stream()
                .filter(delete -> delete.getKey().isDone())
                .map(Map.Entry::getValue);
        return Stream.concat(waiting.values().stream(), lost).map(Waiting::blob).min(Comparator.comparing(Digest::hex));
    }

    /** Forgets a collector that has crashed. */
    void crashed(Turns.Task task) {
        waiting.remove(task);
    }

    /** Lets all deletes go on. */
    void end() {
        waiting.clear();
        late.clear();
    }
}
