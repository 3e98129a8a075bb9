package dev.moorage.domain.garbage;

import static dev.moorage.domain.garbage.GarbageGuard.AGE;
import static dev.moorage.domain.garbage.GarbageGuard.CHECK_AFTER_CHANGE;
import static dev.moorage.domain.garbage.GarbageGuard.DELETE_WHILE_REMOVING;
import static dev.moorage.domain.garbage.GarbageGuard.DROP_WHEN_ANSWERED;
import static dev.moorage.domain.garbage.GarbageGuard.LIST_AFTER_CONDEMN;
import static dev.moorage.domain.garbage.GarbageGuard.LIST_AFTER_PUBLISH;
import static dev.moorage.domain.garbage.GarbageGuard.LOOK_AFTER_WRITE;
import static dev.moorage.domain.garbage.GarbageGuard.LOOK_BEFORE_CHECK;
import static dev.moorage.domain.garbage.GarbageGuard.OWN_LISTING;
import static dev.moorage.domain.garbage.GarbageGuard.OWN_LOOK;
import static dev.moorage.domain.garbage.GarbageGuard.OWN_VERDICT;
import static dev.moorage.domain.garbage.GarbageGuard.RESCUE_CONDEMNED;
import static dev.moorage.domain.garbage.GarbageGuard.RESOLVE_BEFORE_PUBLISH;
import static dev.moorage.domain.garbage.GarbageGuard.TAKE_OVER;
import static dev.moorage.domain.garbage.GarbageGuard.TRASH_AFTER_LINKS;
import static dev.moorage.domain.garbage.GarbageGuard.TRASH_BEFORE_DELETE;
import static dev.moorage.domain.garbage.GarbageGuard.TRASH_IN_REMOVAL;
import static dev.moorage.domain.garbage.GarbageGuard.WAIT_FOR_DELETE;

import dev.moorage.domain.garbage.Resolution.Clear;
import dev.moorage.domain.garbage.Resolution.Rescue;
import dev.moorage.domain.garbage.Resolution.Wait;
import dev.moorage.domain.garbage.Verdict.Condemned;
import dev.moorage.domain.garbage.Verdict.Removing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules between collectors, which remove what nothing needs, and pushes, whose answers rely on what is there. Both
 * sides write first and look afterwards, so that at least one of them sees the other:
 *
 * <ol>
 *   <li>A collector writes verdicts into the docket ({@link #condemn}), and lists only afterwards what needs the
 *       condemned objects.
 *   <li>A push writes the link, revision or tag that needs an object, and looks at the docket only afterwards.
 *   <li>A push that finds a verdict takes it out ({@link #resolve}). The collector finds it gone ({@link #remove}).
 *   <li>A delete takes effect only while its verdict stands ({@link #mayDelete}), or until a time after which the store
 *       refuses it. A push waits only for a delete of that second kind.
 * </ol>
 *
 * Each change of a segment is a compare-and-set by the caller, which reads the segment again if it has lost.
 */
public final class GarbageProtocol {
    /** How long a delete that the store has accepted in time may take until it has its effect. */
    public static final Duration MARGIN = Duration.ofMinutes(1);

    private final Set<GarbageGuard> guards;

    /** Creates the protocol with all its guards. */
    public GarbageProtocol() {
        this(EnumSet.allOf(GarbageGuard.class));
    }

    GarbageProtocol(Set<GarbageGuard> guards) {
        this.guards = EnumSet.copyOf(guards);
    }

    /** Returns the steps of a collector's round in their order. */
    public List<RoundStep> round() {
        List<RoundStep> listings = holds(TRASH_AFTER_LINKS)
                ? List.of(RoundStep.LIST_KEEPERS, RoundStep.LIST_TRASH)
                : List.of(RoundStep.LIST_TRASH, RoundStep.LIST_KEEPERS);
        List<RoundStep> steps = new ArrayList<>(List.of(RoundStep.CONDEMN, RoundStep.PUBLISH));
        steps.addAll(holds(LIST_AFTER_CONDEMN) ? holds(LIST_AFTER_PUBLISH) ? 2 : 1 : 0, listings);
        if (holds(AGE)) {
            steps.add(RoundStep.CHECK_AGE);
        }
        boolean early = holds(TRASH_BEFORE_DELETE) && !holds(TRASH_IN_REMOVAL);
        steps.addAll(
                !holds(TRASH_BEFORE_DELETE)
                        ? List.of(RoundStep.REMOVE, RoundStep.DELETE, RoundStep.KEEP_IN_TRASH)
                        : early
                                ? List.of(RoundStep.KEEP_IN_TRASH, RoundStep.REMOVE, RoundStep.DELETE)
                                : List.of(RoundStep.REMOVE, RoundStep.KEEP_IN_TRASH, RoundStep.DELETE));
        steps.add(RoundStep.DROP);
        return List.copyOf(steps);
    }

    /** Returns the steps of a request that relies on objects, in their order. */
    public List<PushStep> push() {
        List<PushStep> steps = new ArrayList<>(
                holds(LOOK_BEFORE_CHECK)
                        ? List.of(PushStep.LOOK, PushStep.RESOLVE, PushStep.CHECK, PushStep.WRITE)
                        : List.of(PushStep.CHECK, PushStep.LOOK, PushStep.RESOLVE, PushStep.WRITE));
        if (!holds(RESOLVE_BEFORE_PUBLISH)) {
            steps.remove(PushStep.RESOLVE);
        }
        if (holds(LOOK_AFTER_WRITE)) {
            steps.add(PushStep.LOOK_AGAIN);
        }
        return List.copyOf(steps);
    }

    /**
     * Returns whether a push may begin with a look that its server has made for an earlier request, and that shows no verdict on
     * what the push needs. It is then like a push that began at that time and has waited since. The look after the write is always
     * the push's own.
     *
     * @param publishesOnce whether the push can publish its bytes only once, so that a removal during the push ends it
     */
    public boolean mayTakeEarlierLook(boolean publishesOnce) {
        return !publishesOnce || !holds(OWN_LOOK);
    }

    /**
     * Condemns objects. A verdict of another round is replaced, unless that round may be removing the object now.
     *
     * @param published the generation of the segment in the head
     */
    public Segment condemn(Segment segment, long published, Set<Removable> objects, long round, Instant now) {
        Map<Removable, Verdict> verdicts = segment.copy();
        for (Removable object : objects) {
            switch (verdicts.get(object)) {
                case Removing removing when !isOver(removing, now) -> {}
                case Removing removing
                when !holds(OWN_LISTING) -> verdicts.put(object, new Removing(round, now.plus(MARGIN)));
                case Condemned _ when !holds(TAKE_OVER) -> {}
                case null, default -> verdicts.put(object, new Condemned(round));
            }
        }
        return segment.next(published, verdicts);
    }

    /**
     * Begins the removal of those objects that the round has condemned, and that no listing of it has shown to be
     * needed. The result lacks a removal for each object whose verdict is gone or belongs to another round.
     */
    public Segment remove(Segment segment, long published, Set<Removable> objects, long round, Instant until) {
        Map<Removable, Verdict> verdicts = segment.copy();
        for (Removable object : objects) {
            if (verdicts.get(object) instanceof Condemned(long by) && (by == round || !holds(OWN_VERDICT))) {
                verdicts.put(object, new Removing(round, until));
            }
        }
        return segment.next(published, verdicts);
    }

    /** Returns whether the segment lets a round delete an object. */
    public boolean mayDelete(Segment segment, Removable object, long round, Instant now) {
        return !holds(DELETE_WHILE_REMOVING)
                || segment.verdicts().get(object) instanceof Removing(long by, Instant until)
                        && by == round
                        && !now.isAfter(until);
    }

    /**
     * Takes out the round's verdicts. A removal stays if its delete was sent and not answered, until the store can no
     * longer carry it out.
     */
    public Segment drop(
            Segment segment, long published, Set<Removable> objects, long round, boolean answered, Instant now) {
        Map<Removable, Verdict> verdicts = segment.copy();
        for (Removable object : objects) {
            Verdict verdict = verdicts.get(object);
            boolean pending = verdict instanceof Removing removing && !answered && !isOver(removing, now);
            if (verdict != null && verdict.round() == round && !(pending && holds(DROP_WHEN_ANSWERED))) {
                verdicts.remove(object);
            }
        }
        return segment.next(published, verdicts);
    }

    /**
     * Resolves the verdicts on what a push needs.
     */
    public Resolution resolve(Segment segment, long published, Set<Removable> needs, Fence fence, Instant now) {
        Map<Removable, Verdict> verdicts = segment.copy();
        for (Removable need : needs) {
            if (verdicts.get(need) instanceof Condemned && !holds(RESCUE_CONDEMNED)) {
                return new Wait(now.plus(MARGIN));
            }
            if (verdicts.get(need) instanceof Removing removing && mayLand(removing, fence, now)) {
                return new Wait(removing.until().plus(MARGIN));
            }
            verdicts.remove(need);
        }
        return verdicts.equals(segment.verdicts()) ? new Clear() : new Rescue(segment.next(published, verdicts));
    }

    private boolean mayLand(Removing removing, Fence fence, Instant now) {
        return holds(WAIT_FOR_DELETE) && fence != Fence.EXACT && !isOver(removing, now);
    }

    /** Returns whether no delete of a removal can take effect any more. */
    private static boolean isOver(Removing removing, Instant now) {
        return now.isAfter(removing.until().plus(MARGIN));
    }

    /**
     * Returns whether a push must check again what its answer relies on.
     *
     * @param seen the generation of the segment that the push has seen before its check
     * @param published the segment's generation in the head, or greater if the push has read the segment itself
     * @param found whether there was a verdict on what the push needs
     */
    public boolean mustCheckAgain(long seen, long published, boolean found) {
        return found || published > seen && holds(CHECK_AFTER_CHANGE);
    }

    boolean holds(GarbageGuard guard) {
        return guards.contains(guard);
    }
}
