package dev.moorage.domain.fetch;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.fetch.FetchOutcome.Busy;
import dev.moorage.domain.fetch.FetchOutcome.Claimed;
import dev.moorage.domain.fetch.FetchOutcome.Mismatch;
import dev.moorage.domain.fetch.FetchOutcome.Recorded;
import dev.moorage.domain.fetch.Run.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;

/**
 * Explores everything that can happen to the fetch of one blob by two replicas, breadth first. It covers every interleaving
 * of the calls to the store, replicas that stall or crash, and an upstream that breaks off, sends wrong or additional bytes,
 * or does not know ranges. The world follows {@link FetchProtocol} and the fences of the storage port.
 */
final class Exploration {
    static final String BLOB = "abc";
    static final Duration SILENCE = Duration.ofSeconds(1);
    static final int HELD_BACK = 1;
    private static final int REPLICAS = 2;
    private static final int LAST_MOMENT = 2;

    private final FetchProtocol protocol;
    private final int mostRuns;
    private long transitions;

    Exploration(FetchProtocol protocol, int mostRuns) {
        this.protocol = protocol;
        this.mostRuns = mostRuns;
    }

    /** The result of an exploration. */
    record Report(int states, long transitions, Optional<String> broken) {}

    Report explore() {
        World start = new World(
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false,
                false,
                0,
                Set.of(),
                Optional.empty(),
                List.of(Optional.empty(), Optional.empty()),
                0,
                2,
                1);
        Set<World> seen = new HashSet<>(Set.of(start));
        Queue<World> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            World world = next.remove();
            for (World successor : successors(world)) {
                transitions++;
                Optional<String> broken = Invariants.broken(protocol, world, successor);
                if (broken.isPresent()) {
                    return new Report(seen.size(), transitions, broken);
                }
                if (seen.add(successor)) {
                    next.add(successor);
                }
            }
        }
        return new Report(seen.size(), transitions, Optional.empty());
    }

    static Instant time(World world) {
        return Instant.ofEpochSecond(world.now());
    }

    static int number(FetchId id) {
        return (int) id.value().getLeastSignificantBits();
    }

    private List<World> successors(World world) {
        List<World> worlds = new ArrayList<>();
        if (world.now() < LAST_MOMENT) {
            worlds.add(world.later());
        }
        for (int replica = 0; replica < REPLICAS; replica++) {
            Optional<Run> run = world.runs().get(replica);
            if (run.isPresent()) {
                step(world, replica, run.get(), worlds);
                if (world.crashes() > 0) {
                    worlds.add(world.crash(replica));
                }
            } else if (world.started() < mostRuns) {
                worlds.add(world.starting(replica));
            }
        }
        return worlds;
    }

    private void step(World world, int replica, Run run, List<World> worlds) {
        switch (run.step()) {
            case READ -> read(world, replica, run, worlds);
            case CLAIM -> claim(world, replica, run, worlds);
            case OPEN -> open(world, replica, run, worlds);
            case ASK -> ask(world, replica, run, worlds);
            case RESTART -> restart(world, replica, run, worlds);
            case APPEND -> append(world, replica, run, worlds);
            case REPORT -> report(world, replica, run, worlds);
            case COMMIT -> commit(world, replica, run, worlds);
            case FORGET -> forget(world, replica, run, worlds);
        }
    }

    private void read(World world, int replica, Run run, List<World> worlds) {
        FetchId fresh = new FetchId(new UUID(0, world.started() * REPLICAS + replica));
        switch (protocol.claim(world.record(), digest(BLOB), fresh, time(world))) {
            case Busy _ -> worlds.add(world.with(replica, Optional.empty()));
            case Claimed(FetchSession session) ->
                worlds.add(world.with(replica, Optional.of(run.claiming(world.record(), session))));
        }
    }

    private static void claim(World world, int replica, Run run, List<World> worlds) {
        worlds.add(
                world.record().equals(run.read())
                        ? world.stored(run.mine()).with(replica, Optional.of(run.to(Step.OPEN)))
                        : world.with(replica, Optional.of(Run.START)));
    }

    private static void open(World world, int replica, Run run, List<World> worlds) {
        int id = number(run.held().id());
        Area there = world.areas().getOrDefault(id, new Area("", 0, false));
        worlds.add(
                there.fence() >= run.held().generation()
                        ? world.with(replica, Optional.empty())
                        : world.staged(id, Optional.of(there.opened(run.held().generation())))
                                .with(
                                        replica,
                                        Optional.of(run.having(there.bytes()).to(Step.ASK))));
    }

    private void ask(World world, int replica, Run run, List<World> worlds) {
        int offset = run.bytes().length();
        worlds.add(world.with(replica, Optional.of(run.at(offset).to(Step.APPEND))));
        if (world.faults() > 0) { // The upstream does not know ranges.
            Run whole = run.at(0).to(protocol.continues(offset, 0) ? Step.APPEND : Step.RESTART);
            worlds.add(world.fault().with(replica, Optional.of(whole)));
        }
    }

    /** Records that no bytes are durable, and then drops them. */
    private void restart(World world, int replica, Run run, List<World> worlds) {
        Optional<FetchSession> recorded = recorded(world, run, 0);
        if (recorded.isEmpty() || !holds(world, run)) {
            worlds.add(world.with(replica, Optional.empty()));
            return;
        }
        World next = world.stored(recorded);
        worlds.add(next.with(replica, Optional.empty())); // It stops here.
        int id = number(run.held().id());
        worlds.add(next.staged(id, Optional.of(next.areas().get(id).with("")))
                .with(replica, Optional.of(run.having("").to(Step.APPEND))));
    }

    private static boolean holds(World world, Run run) {
        Area area = world.areas().get(number(run.held().id()));
        return area != null && area.fence() == run.held().generation();
    }

    private void append(World world, int replica, Run run, List<World> worlds) {
        int size = BLOB.length();
        boolean over = run.position() >= size;
        if (over) {
            worlds.add(world.with(replica, Optional.of(run.to(Step.COMMIT))));
        } else {
            add(world, replica, run, BLOB.charAt(run.position()), worlds);
        }
        if (world.faults() > 0) {
            add(world.fault().lying(number(run.held().id()), true), replica, run, 'x', worlds);
            worlds.add(world.fault().with(replica, Optional.of(run.to(Step.ASK)))); // The answer breaks off.
            leave(world.fault(), replica, run, worlds);
        }
    }

    private void add(World world, int replica, Run run, char next, List<World> worlds) {
        int id = number(run.held().id());
        if (!holds(world, run) || world.areas().get(id).sealed()) {
            worlds.add(world.with(replica, Optional.empty()));
            return;
        }
        boolean taken = protocol.taken(run.bytes().length(), BLOB.length(), 1) == 1;
        String bytes = taken ? run.bytes() + next : run.bytes();
        worlds.add(world.staged(id, Optional.of(world.areas().get(id).with(bytes)))
                .with(
                        replica,
                        Optional.of(run.having(bytes).at(run.position() + 1).to(Step.REPORT))));
    }

    private Optional<FetchSession> recorded(World world, Run run, long offset) {
        // The store decides by version. The protocol must decide the same by generation alone.
        return world.record().isPresent()
                        && protocol.progressed(world.record().get(), run.held(), offset, time(world))
                                instanceof Recorded(FetchSession session)
                ? Optional.of(session)
                : Optional.empty();
    }

    private void report(World world, int replica, Run run, List<World> worlds) {
        Optional<FetchSession> recorded = recorded(world, run, run.bytes().length());
        worlds.add(
                recorded.isPresent()
                        ? world.stored(recorded).with(replica, Optional.of(run.to(Step.APPEND)))
                        : world.with(replica, Optional.empty()));
    }

    private void leave(World world, int replica, Run run, List<World> worlds) {
        World done = world.with(replica, Optional.empty());
        if (world.record().isPresent()
                && protocol.left(world.record().get(), run.held(), run.bytes().length())
                        instanceof Recorded(FetchSession session)) {
            worlds.add(done.stored(Optional.of(session)));
        }
    }

    /** Tries the events of the commit in every order. The protocol must accept only the right one. */
    private void commit(World world, int replica, Run run, List<World> worlds) {
        FetchSession mine = run.held();
        int id = number(mine.id());
        if (holds(world, run)) {
            Area area = world.areas().get(id);
            if (!area.sealed()
                    && protocol.seal(mine, area.bytes().length(), time(world))
                            instanceof Recorded(FetchSession sealed)) {
                worlds.add(world.staged(id, Optional.of(new Area(area.bytes(), area.fence(), true)))
                        .with(replica, Optional.of(run.holding(sealed))));
            }
            FetchOutcome verification = protocol.verify(mine, digest(area.bytes()));
            if (verification instanceof Recorded(FetchSession verified)) {
                worlds.add(world.with(replica, Optional.of(run.holding(verified))));
            } else if (verification instanceof Mismatch(Digest _, boolean forget)) {
                worlds.add(
                        world.lied().contains(id)
                                ? forget
                                        ? world.with(replica, Optional.of(run.to(Step.FORGET)))
                                        : world.lying(id, false).with(replica, Optional.empty())
                                : world.surprised("what an honest upstream sends has the right digest"));
            }
            if (protocol.published(mine) instanceof Recorded(FetchSession published)) {
                worlds.add(world.publishing(area.bytes())
                        .staged(id, Optional.empty())
                        .with(replica, Optional.of(run.holding(published))));
            }
        } else if (mine.phase() != FetchPhase.PUBLISHED) {
            worlds.add(world.with(replica, Optional.empty()));
        }
        if (protocol.isLinked(mine, false)) {
            worlds.add(world.linking(true));
        }
        if (protocol.isLinked(mine, true)) {
            worlds.add(world.linking(false).with(replica, Optional.of(run.to(Step.FORGET))));
        }
    }

    /** Removes the record, and then the bytes. */
    private void forget(World world, int replica, Run run, List<World> worlds) {
        World done = world.with(replica, Optional.empty());
        Optional<FetchSession> stored = world.record();
        if (stored.isEmpty() || !protocol.isForgotten(stored.get(), run.held())) {
            worlds.add(done);
            return;
        }
        if (!stored.get().isHeldAs(run.held())) {
            worlds.add(world.surprised("only the holder of a fetch ends it"));
            return;
        }
        World forgotten = done.stored(Optional.empty());
        worlds.add(forgotten);
        worlds.add(holds(world, run) ? forgotten.staged(number(run.held().id()), Optional.empty()) : forgotten);
    }

    static Digest digest(String bytes) {
        return Digest.of(DigestAlgorithm.CANONICAL, bytes.getBytes(StandardCharsets.UTF_8));
    }
}
