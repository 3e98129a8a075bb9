package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Program.Op;
import java.util.List;
import java.util.Set;

/** How requests look at the docket. */
final class PushLooks {
    private final GarbageProtocol protocol;
    private final PushPrograms programs;
    private final boolean staleHead;

    PushLooks(GarbageProtocol protocol, PushPrograms programs, Scenario scenario) {
        this.protocol = protocol;
        this.programs = programs;
        this.staleHead = scenario.weaknesses().contains(Scenario.Weakness.STALE_HEAD);
    }

    /** Reads the head, and each segment from a cache of what the head publishes or from the store. */
    void look(World world, int slot, Push push, List<World> worlds) {
        look(world, slot, push.looked(), 0, false, worlds);
        if (protocol.mayTakeEarlierLook(push.kind() == Push.Kind.STAGED_0)) {
            takeEarlierLook(world, slot, push, worlds);
        }
    }

    /** Takes an earlier look of the server. Any older generation has the effect of the first one. */
    private void takeEarlierLook(World world, int slot, Push push, List<World> worlds) {
        Push looked = push;
        boolean older = false;
        for (int segment = 0; segment < World.SEGMENTS; segment++) {
            if (!programs.needs(push, segment).isEmpty()) {
                looked = looked.seeing(segment, 0);
                older |= world.published(segment).generation() > 0;
            }
        }
        if (older) {
            World next = world.after(PushPrograms.name(slot), push.kind() + " takes an earlier LOOK");
            boolean resolves = programs.op(push, push.at() + 1) == Op.RESOLVE;
            programs.go(next, slot, looked, push.at() + (resolves ? 2 : 1));
            worlds.add(next);
        }
    }

    private void look(World world, int slot, Push push, int segment, boolean found, List<World> worlds) {
        if (segment == World.SEGMENTS) {
            World next = world.after(PushPrograms.name(slot), push.kind() + " LOOK");
            boolean resolves = programs.op(push, push.at() + 1) == Op.RESOLVE;
            programs.go(next, slot, push, push.at() + (resolves && !found ? 2 : 1));
            worlds.add(next);
            return;
        }
        Set<Removable> relevant = programs.needs(push, segment);
        if (relevant.isEmpty()) {
            look(world, slot, push, segment + 1, found, worlds);
            return;
        }
        Segment published = world.published(segment);
        look(
                world,
                slot,
                push.seeing(segment, published.generation()),
                segment + 1,
                found || PushPrograms.hits(published, relevant),
                worlds);
        Segment stored = world.stored(segment);
        if (stored != published && PushPrograms.hits(stored, relevant)) {
            look(world, slot, push.seeing(segment, stored.generation()), segment + 1, true, worlds);
        }
    }

    /** Reads the head again, and the segments that have changed. */
    void lookAgain(World world, int slot, Push push, List<World> worlds) {
        lookAgain(world, slot, push, 0, false, false, worlds);
        if (staleHead) {
            lookAgain(world, slot, push, World.SEGMENTS, false, false, worlds);
        }
    }

    private void lookAgain(
            World world, int slot, Push push, int segment, boolean changed, boolean found, List<World> worlds) {
        if (segment == World.SEGMENTS) {
            World next =
                    world.after(PushPrograms.name(slot), changed ? "LOOK_AGAIN: changed" : "LOOK_AGAIN: unchanged");
            if (changed) {
                Push looked = push.looked();
                programs.go(next, slot, looked, push.at() + (found ? 1 : 2));
            } else {
                programs.go(next, slot, push, programs.unchanged(push));
            }
            worlds.add(next);
            return;
        }
        Set<Removable> relevant = programs.needs(push, segment);
        if (relevant.isEmpty()) {
            lookAgain(world, slot, push, segment + 1, changed, found, worlds);
            return;
        }
        Segment published = world.published(segment);
        long seen = push.seen(segment);
        boolean hit = published.generation() >= seen && PushPrograms.hits(published, relevant);
        boolean again = protocol.mustCheckAgain(seen, published.generation(), hit);
        lookAgain(
                world,
                slot,
                again ? push.seeing(segment, Math.max(seen, published.generation())) : push,
                segment + 1,
                changed || again,
                found || hit,
                worlds);
        Segment stored = world.stored(segment);
        if (stored != published && stored.generation() > seen && PushPrograms.hits(stored, relevant)) {
            lookAgain(world, slot, push.seeing(segment, stored.generation()), segment + 1, true, true, worlds);
        }
    }
}
