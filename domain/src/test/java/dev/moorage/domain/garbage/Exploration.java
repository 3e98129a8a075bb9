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
    private final PushSteps pushes;
    private final CollectorSteps collectors;
    private final Quiet quiet;
    private final Surroundings surroundings;
    private final Fingerprints seen = new Fingerprints();
    private final Set<Object> events = new HashSet<>();
    private long transitions;

    Exploration(Scenario scenario, GarbageProtocol protocol) {
        this.scenario = scenario;
        this.pushes = new PushSteps(protocol, scenario);
        this.collectors = new CollectorSteps(protocol, scenario);
        this.quiet = new Quiet(collectors);
        this.surroundings = new Surroundings(scenario, protocol);
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
        surroundings.happen(world, worlds);
        return worlds;
    }

    private void startPush(World world, int slot, List<World> worlds) {
        Push other = world.pushes[1 - slot];
        for (Push.Kind kind : scenario.kinds()) {
            // What a client deletes while it pushes what needs it is lost by its own request.
            if (other != null && (kind == Push.Kind.DELETE_0 || other.kind() == Push.Kind.DELETE_0)) {
                continue;
            }
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
}
