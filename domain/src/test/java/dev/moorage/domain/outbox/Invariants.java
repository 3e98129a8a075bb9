package dev.moorage.domain.outbox;

import java.util.List;
import java.util.Optional;

/** What holds in each step, and when nothing is left to do. */
final class Invariants {
    static final String LOST = "an event whose request was answered is delivered, or a dead letter";
    static final String INVENTED = "no event is delivered without its change";
    static final String ORDER = "an endpoint gets the events of a writer in order";
    static final String BLOCKED = "a refused event blocks no other";
    static final String ENDLESS = "a refused event is a dead letter in the end";

    private Invariants() {}

    /** Returns the first invariant that a step has broken. */
    static Optional<String> broken(Scenario scenario, World before, World after) {
        for (int endpoint = 0; endpoint < scenario.endpoints(); endpoint++) {
            int received = after.received().get(endpoint);
            if ((received & ~after.committed()) != 0) {
                return Optional.of(INVENTED);
            }
            int late = received & ~before.received().get(endpoint);
            if (late != 0 && isEarly(scenario, after, endpoint, Integer.numberOfTrailingZeros(late))) {
                return Optional.of(ORDER);
            }
            List<Integer> refused = after.store().refused().get(endpoint);
            if (refused.get(Scenario.MAX_REFUSALS) != 0) {
                return Optional.of(ENDLESS);
            }
        }
        if (after.deliverers().stream().anyMatch(deliverer -> blocks(scenario, deliverer))) {
            return Optional.of(BLOCKED);
        }
        return Optional.empty();
    }

    /** Returns whether an event was delivered before an earlier one, which was answered and not refused. */
    private static boolean isEarly(Scenario scenario, World world, int endpoint, int event) {
        return (scenario.before(event)
                        & world.answered()
                        & ~scenario.poison()
                        & ~world.received().get(endpoint))
                != 0;
    }

    /** Returns whether an event that was refused stays in a queue, where others wait behind it. */
    private static boolean blocks(Scenario scenario, Deliverer deliverer) {
        Deliverer.Work work = deliverer.work();
        return deliverer.step() == Deliverer.Step.KEEP
                && work.source() == Deliverer.Source.QUEUE
                && work.place() == Place.WAITING
                && (scenario.poison() & 1 << work.event()) != 0;
    }

    static Optional<String> brokenAtTheEnd(Scenario scenario, World world) {
        for (int endpoint = 0; endpoint < scenario.endpoints(); endpoint++) {
            int arrived = world.received().get(endpoint) | world.store().dead().get(endpoint);
            if ((world.answered() & ~arrived) != 0) {
                return Optional.of(LOST);
            }
        }
        return Optional.empty();
    }
}
