package dev.moorage.domain.garbage;

import java.util.ArrayList;
import java.util.List;

/** The deletes of collectors, and what they break. */
final class CollectorDeletes {
    private final GarbageProtocol protocol;
    private final Fence fence;
    private final CollectorRound round;

    CollectorDeletes(GarbageProtocol protocol, Fence fence, CollectorRound round) {
        this.protocol = protocol;
        this.fence = fence;
        this.round = round;
    }

    /** Deletes under the fence, or sends a delete that takes effect later. */
    void delete(World world, int slot, Collector collector, List<World> worlds) {
        Target target = collector.target();
        int at = round.next(collector, collector.at() + 1);
        if (collector.sent()) {
            World late = world.after(CollectorRound.name(slot), "gets no answer to its delete");
            late.collectors[slot] = collector.to(at);
            worlds.add(late);
            return;
        }
        Segment segment = world.stored(target.segment);
        if (!protocol.mayDelete(segment, target.removable, collector.round(), world.now())) {
            World refused = world.after(CollectorRound.name(slot), "DELETE: refused");
            refused.collectors[slot] = collector.to(at);
            worlds.add(refused);
        } else if (fence == Fence.EXACT) {
            World next = world.after(CollectorRound.name(slot), RoundStep.DELETE);
            next.collectors[slot] = collector.to(at);
            gone(next, target, collector.round());
            worlds.add(next);
        } else {
            World next = world.after(CollectorRound.name(slot), "sends DELETE");
            List<Flying> flying = new ArrayList<>(world.flying);
            flying.add(new Flying(target, collector.round(), true));
            next.flying = List.copyOf(flying);
            next.collectors[slot] = collector.sending(true);
            worlds.add(next);
        }
    }

    /** Adds the worlds in which a delete that was sent takes effect, and is answered or not. */
    void land(World world, Flying sent, List<World> worlds) {
        World next = world.after("store", "DELETE of " + sent.target() + " takes effect");
        next.flying = world.flying.stream().filter(other -> !other.equals(sent)).toList();
        if (fence != Fence.REWRITE || sent.current()) {
            gone(next, sent.target(), sent.round());
        }
        for (int slot = 0; slot < 2; slot++) {
            Collector collector = next.collectors[slot];
            if (collector != null && collector.round() == sent.round() && collector.sent()) {
                if (world.limits.faults() > 0) {
                    World unanswered = next.after("store", next.event + ", the answer is lost");
                    unanswered.broken = next.broken;
                    unanswered.limits = unanswered.limits.withoutAFault();
                    worlds.add(unanswered);
                }
                int drop = round.next(collector, round.place(RoundStep.DELETE) + 1);
                boolean waiting = round.step(collector) == RoundStep.DELETE;
                next.collectors[slot] = waiting ? collector.sending(false).to(drop) : collector.sending(false);
            }
        }
        worlds.add(next);
    }

    private void gone(World world, Target target, long by) {
        boolean there = world.is(target.fact) || target == Target.TAG && world.is(Fact.TAG_MOVED);
        if (!there) {
            return;
        }
        world.remove(target.fact);
        switch (target) {
            case BLOB -> {
                world.remove(Fact.BLOB_YOUNG);
                for (int i = 0; i < 2; i++) {
                    robbed(world, i, by);
                }
            }
            case LINK_0 -> unlinked(world, 0);
            case LINK_1 -> unlinked(world, 1);
            case TAG, TAG_BY_OTHER_DIGEST -> {
                if (world.is(Fact.TAG_RENEWED)) {
                    world.breaks("a tag that was put again is not removed by an older decision");
                }
                world.remove(Fact.TAG_MOVED);
                world.remove(Fact.TAG_FRESH);
                world.set(Fact.TAG_PROMISED, false);
                world.set(Fact.TAG_RENEWED, false);
            }
            case REFERRER -> {
                if (world.is(Fact.REVISION) && world.is(Fact.REVISION_PROMISED)) {
                    world.breaks("a referrer stays as long as its subject");
                }
            }
            case REVISION -> {}
        }
    }

    private void unlinked(World world, int repository) {
        if (!protocol.holds(GarbageGuard.DURABLE_UNLINK) && world.limits.powerCuts() > 0) {
            world.set(Fact.GHOST_0.at(repository), true);
        }
    }

    private static void robbed(World world, int slot, long by) {
        Push push = world.pushes[slot];
        for (int i = 0; i < 2; i++) {
            Collector collector = world.collectors[i];
            if (push != null
                    && collector != null
                    && collector.round() == by
                    && push.is(Push.CHECKED)
                    && !push.is(Push.BEGUN << i)) {
                world.pushes[slot] = push.with(Push.ROBBED);
            }
        }
    }
}
