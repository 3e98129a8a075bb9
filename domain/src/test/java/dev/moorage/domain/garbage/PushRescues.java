package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Program.Op;
import dev.moorage.domain.garbage.Resolution.Clear;
import dev.moorage.domain.garbage.Resolution.Rescue;
import dev.moorage.domain.garbage.Resolution.Wait;
import java.util.List;
import java.util.Set;

/** How requests take verdicts out of the docket, or wait for deletes. */
final class PushRescues {
    private final GarbageProtocol protocol;
    private final PushPrograms programs;
    private final Fence fence;

    PushRescues(GarbageProtocol protocol, PushPrograms programs, Fence fence) {
        this.protocol = protocol;
        this.programs = programs;
        this.fence = fence;
    }

    /** Resolves the verdicts in one segment, or goes on if there are none. */
    void resolve(World world, int slot, Push push, List<World> worlds) {
        for (int segment = 0; segment < World.SEGMENTS; segment++) {
            Set<Removable> relevant = programs.needs(push, segment);
            if (!PushPrograms.hits(world.stored(segment), relevant)) {
                continue;
            }
            boolean rewrites = push.kind() == Push.Kind.SMALL_0 || push.kind() == Push.Kind.SMALL_1;
            Segment stored = world.stored(segment);
            Resolution resolution =
                    protocol.resolve(stored, world.published(segment).generation(), relevant, fence, world.now());
            switch (resolution) {
                case Wait _ -> waits(world, slot, push, stored, relevant, worlds);
                case Clear _ -> throw new IllegalStateException("a verdict was there");
                case Rescue(Segment rescued) -> {
                    World next = world.after(PushPrograms.name(slot), Op.RESOLVE);
                    boolean removing =
                            relevant.stream().anyMatch(need -> stored.verdicts().get(need) instanceof Verdict.Removing);
                    Push resolved = push.looked();
                    next.store(segment, rescued);
                    Push rescuer = (removing && fence == Fence.REWRITE && rewrites
                                    ? resolved.with(Push.REWRITES)
                                    : resolved)
                            .seeing(segment, rescued.generation());
                    programs.go(next, slot, rescuer, push.at() + (programs.hits(next, rescuer) ? 0 : 1));
                    worlds.add(next);
                }
            }
            return;
        }
        World next = world.after(PushPrograms.name(slot), "RESOLVE: clear");
        programs.go(next, slot, push, push.at() + 1);
        worlds.add(next);
    }

    private static void waits(
            World world, int slot, Push push, Segment stored, Set<Removable> relevant, List<World> worlds) {
        boolean removed = relevant.stream()
                .map(need -> stored.verdicts().get(need))
                .anyMatch(verdict -> verdict instanceof Verdict.Removing(long _, var until)
                        && !until.plus(GarbageProtocol.MARGIN).isBefore(world.now()));
        if (!removed) {
            World next = world.after(PushPrograms.name(slot), "waits");
            next.breaks("a push waits only for what is being removed at that moment");
            worlds.add(next);
        }
    }
}
