package dev.moorage.domain.garbage;

import java.util.ArrayList;
import java.util.List;

/** What collectors achieve when no request runs any more. */
final class Quiet {
    private static final int PASSES = 2;
    private static final List<Target> ORDER =
            List.of(Target.TAG, Target.REFERRER, Target.REVISION, Target.LINK_0, Target.LINK_1, Target.BLOB);

    private final CollectorSteps collectors;

    Quiet(CollectorSteps collectors) {
        this.collectors = collectors;
    }

    static boolean isQuiet(World world) {
        return world.pushes[0] == null
                && world.pushes[1] == null
                && world.collectors[0] == null
                && world.collectors[1] == null;
    }

    /** Notes in the world whether two passes after the grace period and the trash leave what they should. */
    void check(World world) {
        World later = world.after("", "");
        later.limits = new Scenario.Limits(0, 0, 0, 0, 0, 0, 0, 0);
        for (int pass = 0; pass < PASSES; pass++) {
            later = later.after("", "");
            later.tick++;
            later.flying = List.of();
            for (Fact young : List.of(
                    Fact.BLOB_YOUNG,
                    Fact.TAG_FRESH,
                    Fact.TAG_RENEWED,
                    Fact.TRASH_0,
                    Fact.TRASH_1,
                    Fact.REVISION_TRASHED,
                    Fact.CLIENT_LAST,
                    Fact.LINK_NEWER,
                    Fact.DELETED,
                    Fact.TRASH_0_PROMISED,
                    Fact.TRASH_1_PROMISED)) {
                later.set(young, false);
            }
            for (Target target : ORDER) {
                later = round(later, target);
            }
        }
        boolean kept = world.is(Fact.INDEX) && world.is(Fact.REVISION);
        // A push that failed may leave an index whose manifest has lost its content.
        boolean lost = kept && !(world.is(Fact.LINK_0) && world.is(Fact.BLOB));
        boolean gone = !later.is(Fact.BLOB) && !later.is(Fact.LINK_0) && !later.is(Fact.REVISION);
        boolean asBefore = later.is(Fact.BLOB) == world.is(Fact.BLOB)
                && later.is(Fact.LINK_0) == world.is(Fact.LINK_0)
                && later.is(Fact.REVISION) == world.is(Fact.REVISION);
        boolean emptied = later.stored(0).verdicts().isEmpty()
                && later.stored(1).verdicts().isEmpty();
        if (later.is(Fact.LINK_1) || !(lost || (kept ? asBefore : gone)) || !emptied) {
            world.breaks("when all is quiet, garbage goes, the rest stays, and the docket is empty");
        }
        if (later.broken != null) {
            world.breaks(later.broken);
        }
    }

    private World round(World start, Target target) {
        List<World> worlds = new ArrayList<>();
        collectors.start(start, 0, target, worlds);
        World world = worlds.isEmpty() ? start : worlds.getFirst();
        while (world.collectors[0] != null) {
            worlds.clear();
            if (world.flying.isEmpty()) {
                collectors.step(world, 0, world.collectors[0], worlds);
            } else {
                collectors.land(world, world.flying.getFirst(), worlds);
            }
            world = worlds.getFirst();
        }
        return world;
    }
}
