package dev.moorage.domain.garbage;

import java.util.List;

/** What happens around pushes and collectors. */
final class Surroundings {
    private final Scenario scenario;
    private final GarbageProtocol protocol;

    Surroundings(Scenario scenario, GarbageProtocol protocol) {
        this.scenario = scenario;
        this.protocol = protocol;
    }

    /** Adds the worlds in which time has passed, a client has looked, or the power was cut. */
    void happen(World world, List<World> worlds) {
        if (world.limits.ticks() > 0) {
            World next = world.after("time", "passes until no delete in flight takes effect");
            next.limits = next.limits.withoutATick();
            next.tick++;
            next.set(Fact.TRASH_0_YOUNG, false);
            next.set(Fact.TRASH_1_YOUNG, false);
            if (protocol.holds(GarbageGuard.DELETE_WHILE_REMOVING)
                    && !scenario.weaknesses().contains(Scenario.Weakness.LATE_DELETE)) {
                next.flying = List.of();
            }
            worlds.add(next);
        }
        if (world.limits.ages() > 0 && (world.is(Fact.BLOB_YOUNG) || world.is(Fact.TAG_FRESH))) {
            World next = world.after("time", "passes until the grace period is over");
            next.limits = next.limits.withoutAnAge();
            next.remove(Fact.BLOB_YOUNG);
            next.remove(Fact.TAG_FRESH);
            next.set(Fact.TAG_RENEWED, false);
            onPushes(next, Push.OWN);
            worlds.add(next);
        }
        for (int r = 0; r < 2; r++) {
            if (world.limits.expiries() > 0 && world.is(Fact.TRASH_0.at(r)) && !world.is(Fact.TRASH_0_YOUNG.at(r))) {
                World next = world.after("time", "the trash of repository " + r + " expires");
                next.limits = next.limits.withoutAnExpiry();
                next.remove(Fact.TRASH_0.at(r));
                if (r == 0) {
                    next.set(Fact.REVISION_TRASHED, false);
                    next.set(Fact.CLIENT_LAST, false);
                    next.set(Fact.DELETED, false); // A delete is known as long as its record.
                    next.set(Fact.LINK_NEWER, false);
                }
                next.set(Fact.TRASH_0_PROMISED.at(r), false);
                next.set(Fact.HEAD_0.at(r), false);
                onPushes(next, Push.PROMISED);
                worlds.add(next);
            }
            head(world, r, worlds);
        }
        if (world.limits.powerCuts() > 0) {
            powerCuts(world, worlds);
        }
    }

    private static void onPushes(World world, int cleared) {
        for (int i = 0; i < 2; i++) {
            Push push = world.pushes[i];
            world.pushes[i] = push == null ? null : push.without(cleared);
        }
    }

    private void head(World world, int r, List<World> worlds) {
        boolean promises =
                scenario.kinds().stream().anyMatch(kind -> kind.name().startsWith("MANIFEST"));
        if (promises
                && r == 0
                && world.is(Fact.BLOB)
                && world.is(Fact.LINK_0)
                && world.is(Fact.LINK_0_PROMISED)
                && (!world.is(Fact.CLIENT_LAST) || world.is(Fact.LINK_NEWER))
                && !world.is(Fact.HEAD_0)) {
            World next = world.after("client", "HEAD of the blob: 200");
            next.set(Fact.HEAD_0, true);
            worlds.add(next);
        }
    }

    /** Ends all processes. Each segment keeps its last change or loses it, and deletes in flight are gone. */
    private static void powerCuts(World world, List<World> worlds) {
        for (int lost = 0; lost < 1 << World.SEGMENTS; lost++) {
            World next = world.after("power", "is cut");
            next.limits = next.limits.withoutAPowerCut();
            boolean loses = true;
            for (int segment = 0; segment < World.SEGMENTS; segment++) {
                boolean older = (lost >> segment & 1) != 0;
                Segment before = world.lost[segment];
                loses &= !older || before != null;
                Segment content = older && before != null ? before : world.stored(segment);
                next.docket.set(segment, List.of(content));
                next.lost[segment] = null;
                next.pushes[segment] = null;
                next.collectors[segment] = null;
            }
            next.flying = List.of();
            for (int r = 0; r < 2; r++) {
                if (next.is(Fact.GHOST_0.at(r))) {
                    next.set(Fact.GHOST_0.at(r), false);
                    next.set(Fact.LINK_0.at(r), true);
                }
            }
            if (loses) {
                worlds.add(next);
            }
        }
    }
}
