package dev.moorage.domain.outbox;

import dev.moorage.domain.outbox.Deliverer.Step;
import dev.moorage.domain.outbox.World.Push;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explores everything that can happen to a few events on two replicas, depth first: every interleaving of their storage
 * calls, listings that miss what is written while they are made, crashes, leases that end, and receivers that fail or refuse.
 * A delivery and the look at the lease before it are one step, since the lease bounds the time of a delivery.
 */
final class Exploration {
    private final OutboxProtocol protocol;
    private final Scenario scenario;
    private final Delivering delivering;

    Exploration(OutboxProtocol protocol, Scenario scenario) {
        this.protocol = protocol;
        this.scenario = scenario;
        this.delivering = new Delivering(protocol, scenario);
    }

    /** The result of an exploration. */
    record Report(int states, int ends, Optional<String> broken) {}

    Report explore() {
        World start = World.start(scenario);
        Set<World> seen = new HashSet<>(Set.of(start));
        Deque<World> next = new ArrayDeque<>(seen);
        int ends = 0;
        while (!next.isEmpty()) {
            World world = next.pop();
            List<World> successors = successors(world);
            if (successors.isEmpty()) {
                ends++;
                Optional<String> broken = Invariants.brokenAtTheEnd(scenario, world);
                if (broken.isPresent()) {
                    return new Report(seen.size(), ends, broken);
                }
            }
            for (World successor : successors) {
                Optional<String> broken = Invariants.broken(scenario, world, successor);
                if (broken.isPresent()) {
                    return new Report(seen.size(), ends, broken);
                }
                if (seen.add(successor)) {
                    next.push(successor);
                }
            }
        }
        return new Report(seen.size(), ends, Optional.empty());
    }

    private List<World> successors(World world) {
        List<World> worlds = new ArrayList<>();
        for (int replica = 0; replica < Scenario.REPLICAS; replica++) {
            push(world, replica, worlds);
            delivering.step(world, replica, worlds);
            boolean busy = world.deliverers().get(replica).step() != Step.IDLE
                    || world.pushes().get(replica).step() > 0;
            if (busy && world.crashes() > 0) {
                worlds.add(crash(world, replica));
            }
        }
        if (world.holder() >= 0 && world.now() < world.leaseEnd()) {
            boolean lives = world.deliverers().get(world.holder()).step() != Step.IDLE;
            if (!lives || world.expiries() > 0) {
                worlds.add(world.expire(lives));
            }
        }
        return worlds;
    }

    private void push(World world, int replica, List<World> worlds) {
        Push push = world.pushes().get(replica);
        if (push.event() == scenario.writers().size()) {
            return;
        }
        World stepped = switch (protocol.push().get(push.step())) {
            case COMMIT -> world.committing(push.event());
            case RECORD -> world.storing(world.store().withInbox(world.store().inbox() | 1 << push.event()));
            case ANSWER -> world.answering(push.event());
        };
        boolean last = push.step() + 1 == protocol.push().size();
        Push next = last
                ? new Push(World.next(scenario, replica, push.event()), 0)
                : new Push(push.event(), push.step() + 1);
        worlds.add(stepped.pushing(replica, next));
    }

    private World crash(World world, int replica) {
        Push push = world.pushes().get(replica);
        Push next = push.step() == 0 ? push : new Push(World.next(scenario, replica, push.event()), 0);
        return world.crash().pushing(replica, next).delivering(replica, Deliverer.IDLE);
    }
}
