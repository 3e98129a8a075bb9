package dev.moorage.domain.garbage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explores everything that can happen in a {@link Scenario}, breadth first: every interleaving of the calls of two
 * pushes and two collectors, which may stop for any time between two calls, and everything that the store and the clock
 * may do between.
 */
final class Exploration {
    private final Scenario scenario;
    private final GarbageProtocol protocol;
    private final PushSteps pushes;
    private final CollectorSteps collectors;
    private final Quiet quiet;
    private final Fingerprints seen = new Fingerprints();
    private final Set<Object> events = new HashSet<>();
    private long transitions;

    Exploration(Scenario scenario, GarbageProtocol protocol) {
        this.scenario = scenario;
        this.protocol = protocol;
        this.pushes = new PushSteps(protocol, scenario);
        this.collectors = new CollectorSteps(protocol, scenario);
        this.quiet = new Quiet(collectors);
    }

    /** The result of an exploration, with the shortest way to the broken invariant. */
    record Report(
            String scenario,
            int states,
            long transitions,
            Optional<String> broken,
            List<String> trace,
            Set<Object> events) {
        @Override
        public String toString() {
            return scenario + ": " + states + " states, " + transitions + " transitions"
                    + broken.map(invariant -> ", broken: " + invariant + "\n    " + String.join("\n    ", trace))
                            .orElse("");
        }
    }

    Report explore() {
        World start = new World(scenario);
        Canonical first = new Canonical(start);
        seen.add(first.high(), first.low(), -1, 0);
        List<World> level = List.of(start);
        int number = 0;
        while (!level.isEmpty()) {
            List<World> next = new ArrayList<>();
            for (World world : level) {
                List<World> successors = successors(world);
                for (int choice = 0; choice < successors.size(); choice++) {
                    World successor = successors.get(choice);
                    transitions++;
                    events.add(successor.event);
                    if (Quiet.isQuiet(successor)) {
                        quiet.check(successor);
                    }
                    Optional<String> broken = Invariants.broken(successor);
                    if (broken.isPresent()) {
                        List<String> trace = trace(number);
                        trace.add(successor.actor + ": " + successor.event);
                        return new Report(scenario.name(), seen.size(), transitions, broken, trace, events);
                    }
                    Canonical canonical = new Canonical(successor);
                    if (seen.add(canonical.high(), canonical.low(), number, choice) >= 0) {
                        next.add(successor);
                    }
                }
                number++;
            }
            level = next;
        }
        return new Report(scenario.name(), seen.size(), transitions, Optional.empty(), List.of(), events);
    }

    /** Repeats the choices that have led to a world. */
    private List<String> trace(int number) {
        List<Integer> choices = new ArrayList<>();
        for (int at = number; seen.parent(at) >= 0; at = seen.parent(at)) {
            choices.addFirst(seen.choice(at));
        }
        List<String> trace = new ArrayList<>();
        World world = new World(scenario);
        for (int choice : choices) {
            world = successors(world).get(choice);
            trace.add(world.actor + ": " + world.event);
        }
        return trace;
    }

    private List<World> successors(World world) {
        List<World> worlds = new ArrayList<>();
        for (int slot = 0; slot < 2; slot++) {
            Push push = world.pushes[slot];
            if (push != null) {
                pushes.step(world, slot, push, worlds);
                crash(world, worlds, slot, true);
            } else if (world.limits.pushes() > 0 && (slot == 0 || world.pushes[0] != null)) {
                startPush(world, slot, worlds);
            }
            Collector collector = world.collectors[slot];
            if (collector != null) {
                collectors.step(world, slot, collector, worlds);
                crash(world, worlds, slot, false);
            } else if (world.limits.rounds() > 0 && (slot == 0 || world.collectors[0] != null)) {
                for (Target target : scenario.targets()) {
                    collectors.start(world, slot, target, worlds);
                }
            }
        }
        for (Flying sent : world.flying) {
            collectors.land(world, sent, worlds);
        }
        time(world, worlds);
        return worlds;
    }

    private void startPush(World world, int slot, List<World> worlds) {
        for (Push.Kind kind : scenario.kinds()) {
            World next = world.after("", "");
            next.limits = next.limits.withoutAPush();
            pushes.step(next, slot, Push.of(kind, world.is(Fact.HEAD_0.at(kind.repository))), worlds);
        }
    }

    private static void crash(World world, List<World> worlds, int slot, boolean push) {
        if (world.limits.crashes() > 0) {
            World next = world.after(
                    push ? slot == 0 ? "push A" : "push B" : slot == 0 ? "collector 1" : "collector 2", "crashes");
            next.limits = next.limits.withoutACrash();
            if (push) {
                next.pushes[slot] = null;
            } else {
                next.collectors[slot] = null;
            }
            worlds.add(next);
        }
    }

    private void time(World world, List<World> worlds) {
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
