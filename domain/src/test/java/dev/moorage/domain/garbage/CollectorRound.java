package dev.moorage.domain.garbage;

import java.util.List;

/** The steps of a round, of which each target has some. */
final class CollectorRound {
    private final List<RoundStep> steps;
    /** Whether anything ever is in the trash. */
    private final boolean trash;
    /** Whether an index takes its manifest back from the trash. */
    private final boolean indexes;

    CollectorRound(GarbageProtocol protocol, Scenario scenario) {
        this.steps = protocol.round();
        this.indexes = scenario.kinds().contains(Push.Kind.WHOLE_INDEX);
        this.trash = scenario.start().contains(Fact.TRASH_0)
                || scenario.targets().contains(Target.LINK_0)
                || scenario.targets().contains(Target.LINK_1);
    }

    static String name(int slot) {
        return slot == 0 ? "collector 1" : "collector 2";
    }

    RoundStep step(Collector collector) {
        return steps.get(collector.at());
    }

    int place(RoundStep step) {
        return steps.indexOf(step);
    }

    /** Returns where the collector goes on: steps that its target does not have are left out. */
    int next(Collector collector, int at) {
        int next = at;
        while (next < steps.size() && skips(collector.target(), steps.get(next))) {
            next++;
        }
        return next;
    }

    private boolean skips(Target target, RoundStep step) {
        return switch (step) {
            case LIST_KEEPERS -> target == Target.LINK_1;
            case LIST_TRASH -> target != Target.BLOB || !trash;
            case CHECK_AGE -> target != Target.BLOB;
            case KEEP_IN_TRASH ->
                target != Target.LINK_0 && target != Target.LINK_1 && !(target == Target.REVISION && indexes);
            default -> false;
        };
    }
}
