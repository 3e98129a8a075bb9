package dev.moorage.domain.garbage;

import java.util.List;
import java.util.Set;

/**
 * What may happen in an exploration, and how often.
 *
 * @param start the facts at the beginning
 * @param kinds the requests that clients may send
 * @param targets what collectors may remove
 * @param weaknesses what the store does wrong
 */
record Scenario(
        String name,
        Fence fence,
        Set<Fact> start,
        List<Push.Kind> kinds,
        List<Target> targets,
        Limits limits,
        Set<Weakness> weaknesses) {

    /** What a store may do against the assumptions of the protocol. */
    enum Weakness {
        /** A delete takes effect after its time. */
        LATE_DELETE,
        /** A listing leaves out what is there all the time. */
        INCOMPLETE_LISTING,
        /** A read of the head shows an older one. */
        STALE_HEAD
    }

    /** Returns the scenario over a store with a weakness. */
    Scenario over(Weakness weakness) {
        return new Scenario(name, fence, start, kinds, targets, limits, Set.of(weakness));
    }

    /**
     * How often events may happen.
     *
     * @param pushes how many requests are started, two at the same time
     * @param rounds how many rounds are started, two at the same time
     * @param ticks how often so much time passes that no delete in flight takes effect
     * @param ages how often the grace period ends for all that is there
     * @param expiries how often the trash of a repository expires
     * @param crashes how many processes end
     * @param faults how many listings fail, or answers are lost
     * @param powerCuts how often everything stops, and the last change of the docket may be lost
     */
    record Limits(int pushes, int rounds, int ticks, int ages, int expiries, int crashes, int faults, int powerCuts) {
        Limits withoutAPush() {
            return new Limits(pushes - 1, rounds, ticks, ages, expiries, crashes, faults, powerCuts);
        }

        Limits withoutARound() {
            return new Limits(pushes, rounds - 1, ticks, ages, expiries, crashes, faults, powerCuts);
        }

        Limits withoutATick() {
            return new Limits(pushes, rounds, ticks - 1, ages, expiries, crashes, faults, powerCuts);
        }

        Limits withoutAnAge() {
            return new Limits(pushes, rounds, ticks, ages - 1, expiries, crashes, faults, powerCuts);
        }

        Limits withoutAnExpiry() {
            return new Limits(pushes, rounds, ticks, ages, expiries - 1, crashes, faults, powerCuts);
        }

        Limits withoutACrash() {
            return new Limits(pushes, rounds, ticks, ages, expiries, crashes - 1, faults, powerCuts);
        }

        Limits withoutAFault() {
            return new Limits(pushes, rounds, ticks, ages, expiries, crashes, faults - 1, powerCuts);
        }

        Limits withoutAPowerCut() {
            return new Limits(pushes, rounds, ticks, ages, expiries, crashes, faults, powerCuts - 1);
        }
    }
}
