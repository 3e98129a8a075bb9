package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Verdict.Removing;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The steps of collectors: each is one call to the store, in the order of {@link GarbageProtocol#round}. */
final class CollectorSteps {
    private static final Duration REMOVAL = Duration.ofMinutes(1);

    private final GarbageProtocol protocol;
    private final boolean incompleteListing;
    private final CollectorRound round;
    private final CollectorDeletes deletes;

    CollectorSteps(GarbageProtocol protocol, Scenario scenario) {
        this.protocol = protocol;
        this.incompleteListing = scenario.weaknesses().contains(Scenario.Weakness.INCOMPLETE_LISTING);
        this.round = new CollectorRound(protocol, scenario);
        this.deletes = new CollectorDeletes(protocol, scenario.fence(), round);
    }

    /** Adds the worlds in which a collector has chosen a target, and has taken the first step of a round. */
    void start(World world, int slot, Target target, List<World> worlds) {
        boolean there = world.is(target.fact) || target == Target.TAG && world.is(Fact.TAG_MOVED);
        // A verdict that a round has left is taken over, although its object may be gone.
        if (!there && !world.stored(target.segment).verdicts().containsKey(target.removable)) {
            return;
        }
        World next = world.after("", "");
        next.limits = next.limits.withoutARound();
        next.lastRound++;
        Collector collector = Collector.of(target, next.lastRound);
        step(next, slot, collector.to(round.next(collector, 0)), worlds);
    }

    void step(World world, int slot, Collector collector, List<World> worlds) {
        switch (round.step(collector)) {
            case CONDEMN -> condemn(world, slot, collector, worlds);
            case PUBLISH -> publish(world, slot, collector, worlds);
            case LIST_KEEPERS -> list(world, slot, collector, keepers(world, collector.target()), worlds);
            case LIST_TRASH ->
                list(
                        world,
                        slot,
                        collector,
                        collector.target() == Target.BLOB && protocol.holds(GarbageGuard.TRASH_KEEPS)
                                ? world.facts & (Fact.TRASH_0.bit | Fact.TRASH_1.bit)
                                : 0,
                        worlds);
            case CHECK_AGE -> checkAge(world, slot, collector, worlds);
            case REMOVE -> remove(world, slot, collector, worlds);
            case KEEP_IN_TRASH -> keepInTrash(world, slot, collector, worlds);
            case DELETE -> deletes.delete(world, slot, collector, worlds);
            case DROP -> drop(world, slot, collector, worlds);
        }
    }

    /** Returns the facts that need the target. */
    private int keepers(World world, Target target) {
        boolean live = world.is(Fact.TAG) || world.is(Fact.INDEX);
        return world.facts
                & switch (target) {
                    case BLOB -> Fact.LINK_0.bit | Fact.LINK_1.bit;
                    case LINK_0 -> live || protocol.holds(GarbageGuard.PRESENT_KEEPS) ? Fact.REVISION.bit : 0;
                    case LINK_1 -> 0;
                    case REVISION ->
                        Fact.TAG.bit | (protocol.holds(GarbageGuard.CHILDREN_ARE_KEPT) ? Fact.INDEX.bit : 0);
                    case REFERRER -> protocol.holds(GarbageGuard.REFERRERS_ARE_KEPT) ? Fact.REVISION.bit : 0;
                    case TAG, TAG_BY_OTHER_DIGEST -> Fact.TAG_FRESH.bit;
                };
    }

    private void condemn(World world, int slot, Collector collector, List<World> worlds) {
        World next = world.after(CollectorRound.name(slot), "CONDEMN " + collector.target());
        int segment = collector.target().segment;
        Segment condemned = protocol.condemn(
                world.stored(segment),
                world.published(segment).generation(),
                Set.of(collector.target().removable),
                collector.round(),
                world.now());
        Verdict verdict = condemned.verdicts().get(collector.target().removable);
        if (verdict == null || verdict.round() != collector.round()) {
            next.collectors[slot] = null; // Another round is removing it.
        } else {
            next.store(segment, condemned);
            int at = verdict instanceof Removing
                    ? round.place(RoundStep.DELETE)
                    : round.next(collector, collector.at() + 1);
            next.collectors[slot] = collector.writing(condemned.generation()).to(at);
        }
        worlds.add(next);
    }

    private void publish(World world, int slot, Collector collector, List<World> worlds) {
        World next = world.after(CollectorRound.name(slot), RoundStep.PUBLISH);
        next.publish(collector.target().segment, collector.generation());
        next.collectors[slot] = collector.to(round.next(collector, collector.at() + 1));
        for (int i = 0; i < next.pushes.length; i++) {
            Push push = next.pushes[i];
            if (push != null && push.kind() == Push.Kind.STAGED_0 && collector.target() == Target.BLOB) {
                next.pushes[i] = push.with(Push.BEGUN << slot);
            }
        }
        worlds.add(next);
    }

    /** A listing shows what is there from its beginning to its end, and need not show what comes or goes between. */
    private void list(World world, int slot, Collector collector, int facts, List<World> worlds) {
        RoundStep step = round.step(collector);
        if (collector.listing() == -1) {
            World next = world.after(CollectorRound.name(slot), step + " begins");
            next.collectors[slot] = collector.listing(facts);
            worlds.add(next);
            return;
        }
        World next = world.after(CollectorRound.name(slot), step + " ends");
        next.collectors[slot] = collector
                .needing(collector.listing() != 0 && !incompleteListing)
                .to(round.next(collector, collector.at() + 1));
        worlds.add(next);
        if (world.limits.faults() > 0 && collector.listing() != 0) {
            World failed = world.after(CollectorRound.name(slot), step + " fails");
            failed.limits = failed.limits.withoutAFault();
            failed.collectors[slot] = collector
                    .needing(protocol.holds(GarbageGuard.FAIL_CLOSED))
                    .to(round.next(collector, collector.at() + 1));
            worlds.add(failed);
        }
    }

    private void checkAge(World world, int slot, Collector collector, List<World> worlds) {
        World next = world.after(CollectorRound.name(slot), RoundStep.CHECK_AGE);
        next.collectors[slot] = collector
                .needing(!world.is(Fact.BLOB) || world.is(Fact.BLOB_YOUNG))
                .to(round.next(collector, collector.at() + 1));
        worlds.add(next);
    }

    private void remove(World world, int slot, Collector collector, List<World> worlds) {
        World next = world.after(
                CollectorRound.name(slot), collector.needed() ? "spares: a listing shows a need" : RoundStep.REMOVE);
        if (collector.needed()) {
            drop(next, slot, collector);
            worlds.add(next);
            return;
        }
        int segment = collector.target().segment;
        Segment removing = protocol.remove(
                world.stored(segment),
                world.published(segment).generation(),
                Set.of(collector.target().removable),
                collector.round(),
                world.now().plus(REMOVAL));
        boolean mine = removing.verdicts().get(collector.target().removable) instanceof Removing(long by, var _)
                && by == collector.round();
        next.store(segment, removing);
        next.collectors[slot] = mine ? collector.to(round.next(collector, collector.at() + 1)) : null;
        if (!mine) {
            next.event = "REMOVE: the verdict is gone";
        }
        worlds.add(next);
    }

    private void keepInTrash(World world, int slot, Collector collector, List<World> worlds) {
        World next = world.after(CollectorRound.name(slot), RoundStep.KEEP_IN_TRASH);
        if (collector.target() == Target.REVISION) {
            next.set(Fact.REVISION_TRASHED, true);
            next.collectors[slot] = collector.to(round.next(collector, collector.at() + 1));
            worlds.add(next);
            return;
        }
        int r = collector.target() == Target.LINK_0 ? 0 : 1;
        next.set(Fact.TRASH_0.at(r), true);
        next.set(Fact.TRASH_0_YOUNG.at(r), true);
        if (r == 0 && (world.is(Fact.LINK_NEWER) || !protocol.holds(GarbageGuard.LAST_REMOVAL))) {
            next.set(Fact.CLIENT_LAST, false);
            next.set(Fact.LINK_NEWER, false);
        }
        if (world.is(Fact.LINK_0_PROMISED.at(r)) && world.is(Fact.LINK_0.at(r))) {
            next.set(Fact.TRASH_0_PROMISED.at(r), true);
        }
        next.collectors[slot] = collector.to(round.next(collector, collector.at() + 1));
        worlds.add(next);
    }

    /** Adds the worlds in which a delete that was sent takes effect. */
    void land(World world, Flying sent, List<World> worlds) {
        deletes.land(world, sent, worlds);
    }

    private void drop(World world, int slot, Collector collector, List<World> worlds) {
        World next = world.after(CollectorRound.name(slot), RoundStep.DROP);
        drop(next, slot, collector);
        worlds.add(next);
    }

    private void drop(World world, int slot, Collector collector) {
        int segment = collector.target().segment;
        world.store(
                segment,
                protocol.drop(
                        world.stored(segment),
                        world.published(segment).generation(),
                        Set.of(collector.target().removable),
                        collector.round(),
                        !collector.sent(),
                        world.now()));
        world.collectors[slot] = null;
    }
}
