package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Program.Op;
import dev.moorage.domain.garbage.Resolution.Clear;
import dev.moorage.domain.garbage.Resolution.Rescue;
import dev.moorage.domain.garbage.Resolution.Wait;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The steps of requests: each is one call to the store, as {@link Program} orders them. */
final class PushSteps {
    private final GarbageProtocol protocol;
    private final Fence fence;
    private final boolean staleHead;
    private final Map<Push.Kind, Program> programs;
    private final Map<Push.Kind, List<Set<Removable>>> needs;

    PushSteps(GarbageProtocol protocol, Scenario scenario) {
        this.protocol = protocol;
        this.fence = scenario.fence();
        this.staleHead = scenario.weaknesses().contains(Scenario.Weakness.STALE_HEAD);
        this.programs = Program.of(protocol);
        boolean byName = protocol.holds(GarbageGuard.TAG_BY_NAME);
        this.needs = programs.keySet().stream()
                .collect(Collectors.toMap(
                        kind -> kind, kind -> List.of(needs(kind, 0, byName), needs(kind, 1, byName))));
    }

    private static Set<Removable> needs(Push.Kind kind, int segment, boolean byName) {
        return kind.needs.stream()
                .map(target -> kind == Push.Kind.MOVE_TAG && !byName ? Target.TAG_BY_OTHER_DIGEST : target)
                .filter(target -> target.segment == segment)
                .map(target -> target.removable)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Adds the worlds in which the request has done its next step. */
    void step(World world, int slot, Push push, List<World> worlds) {
        Program program = programs.get(push.kind());
        Op op = program.ops().get(push.at());
        switch (op) {
            case LOOK -> look(world, slot, push, 0, worlds);
            case RESOLVE -> resolve(world, slot, push, worlds);
            case LOOK_AGAIN -> lookAgain(world, slot, push, worlds);
            default -> {
                World next = world.after(name(slot, push), push.at() == 0 ? push.kind() + " " + op : op);
                access(next, slot, push, op);
                worlds.add(next);
            }
        }
    }

    private static String name(int slot, Push push) {
        return slot == 0 ? "push A" : "push B";
    }

    private void go(World world, int slot, Push push, int at) {
        Program program = programs.get(push.kind());
        int next = program.at(at);
        // The answer follows the last look at once. Only without that look it is a step of its own.
        if (program.ops().get(next) == Op.ANSWER && program.ops().get(push.at()) == Op.LOOK_AGAIN) {
            answer(world, slot, push);
        } else {
            world.pushes[slot] = push.to(next);
        }
    }

    /** Reads the head, and each segment from a cache of what the head publishes or from the store. */
    private void look(World world, int slot, Push push, int segment, List<World> worlds) {
        look(world, slot, push.looked(), 0, false, worlds);
    }

    private void look(World world, int slot, Push push, int segment, boolean found, List<World> worlds) {
        if (segment == World.SEGMENTS) {
            World next = world.after(name(slot, push), push.kind() + " LOOK");
            Program program = programs.get(push.kind());
            boolean resolves = program.ops().get(push.at() + 1) == Op.RESOLVE;
            go(next, slot, push, push.at() + (resolves && !found ? 2 : 1));
            worlds.add(next);
            return;
        }
        Set<Removable> relevant = needs.get(push.kind()).get(segment);
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
                found || hits(published, relevant),
                worlds);
        Segment stored = world.stored(segment);
        if (stored != published && hits(stored, relevant)) {
            look(world, slot, push.seeing(segment, stored.generation()), segment + 1, true, worlds);
        }
    }

    private static boolean hits(Segment segment, Set<Removable> relevant) {
        for (Removable need : relevant) {
            if (segment.verdicts().containsKey(need)) {
                return true;
            }
        }
        return false;
    }

    private boolean hits(World world, Push push) {
        return hits(world.stored(0), needs.get(push.kind()).get(0))
                || hits(world.stored(1), needs.get(push.kind()).get(1));
    }

    private void lookAgain(World world, int slot, Push push, List<World> worlds) {
        lookAgain(world, slot, push, 0, false, false, worlds);
        if (staleHead) {
            lookAgain(world, slot, push, World.SEGMENTS, false, false, worlds);
        }
    }

    private void lookAgain(
            World world, int slot, Push push, int segment, boolean changed, boolean found, List<World> worlds) {
        Program program = programs.get(push.kind());
        if (segment == World.SEGMENTS) {
            World next = world.after(name(slot, push), changed ? "LOOK_AGAIN: changed" : "LOOK_AGAIN: unchanged");
            if (changed) {
                Push looked = push.looked();
                go(next, slot, looked, push.at() + (found ? 1 : 2));
            } else {
                go(next, slot, push, program.jumps().get(push.at()));
            }
            worlds.add(next);
            return;
        }
        Set<Removable> relevant = needs.get(push.kind()).get(segment);
        if (relevant.isEmpty()) {
            lookAgain(world, slot, push, segment + 1, changed, found, worlds);
            return;
        }
        Segment published = world.published(segment);
        long seen = push.seen(segment);
        boolean hit = published.generation() >= seen && hits(published, relevant);
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
        if (stored != published && stored.generation() > seen && hits(stored, relevant)) {
            lookAgain(world, slot, push.seeing(segment, stored.generation()), segment + 1, true, true, worlds);
        }
    }

    private void resolve(World world, int slot, Push push, List<World> worlds) {
        for (int segment = 0; segment < World.SEGMENTS; segment++) {
            Set<Removable> relevant = needs.get(push.kind()).get(segment);
            if (!hits(world.stored(segment), relevant)) {
                continue;
            }
            boolean rewrites = push.kind() == Push.Kind.SMALL_0 || push.kind() == Push.Kind.SMALL_1;
            Segment stored = world.stored(segment);
            Resolution resolution = protocol.resolve(
                    stored, world.published(segment).generation(), relevant, fence, rewrites, world.now());
            switch (resolution) {
                case Wait _ -> waits(world, slot, push, stored, relevant, worlds);
                case Clear _ -> throw new IllegalStateException("a verdict was there");
                case Rescue(Segment rescued) -> {
                    World next = world.after(name(slot, push), Op.RESOLVE);
                    boolean removing =
                            relevant.stream().anyMatch(need -> stored.verdicts().get(need) instanceof Verdict.Removing);
                    Push resolved = push.looked();
                    next.store(segment, rescued);
                    Push rescuer = (removing && fence == Fence.REWRITE && rewrites
                                    ? resolved.with(Push.REWRITES)
                                    : resolved)
                            .seeing(segment, rescued.generation());
                    go(next, slot, rescuer, push.at() + (hits(next, rescuer) ? 0 : 1));
                    worlds.add(next);
                }
            }
            return;
        }
        World next = world.after(name(slot, push), "RESOLVE: clear");
        go(next, slot, push, push.at() + 1);
        worlds.add(next);
    }

    private static void waits(
            World world, int slot, Push push, Segment stored, Set<Removable> relevant, List<World> worlds) {
        boolean removed = relevant.stream()
                .map(need -> stored.verdicts().get(need))
                .anyMatch(verdict -> verdict instanceof Verdict.Removing(long _, var until)
                        && !until.plus(GarbageProtocol.MARGIN).isBefore(world.now()));
        if (!removed) {
            World next = world.after(name(slot, push), "waits");
            next.breaks("a push waits only for what is being removed at that moment");
            worlds.add(next);
        }
    }

    private void access(World world, int slot, Push push, Op op) {
        int r = push.kind().repository;
        Push next = push;
        boolean refused = false;
        int at = push.at() + 1;
        switch (op) {
            case PUT -> {
                if (!world.is(Fact.BLOB) || push.is(Push.REWRITES)) {
                    put(world);
                }
            }
            case PUBLISH -> {
                if (!world.is(Fact.BLOB)) {
                    put(world);
                    next = push.with(Push.OWN);
                }
                next = next.checked();
            }
            case CHECK_SOURCE -> refused = !world.is(Fact.LINK_0.at(1 - r));
            case CHECK_TRASH -> refused = !world.is(Fact.TRASH_0.at(r));
            case CHECK_LINK -> at = world.is(Fact.LINK_0.at(r)) ? at + 2 : at;
            case CHECK_BLOB -> {
                refused = !world.is(Fact.BLOB);
                next = push.checked();
            }
            case CHECK_REVISION -> refused = !world.is(Fact.REVISION);
            case LINK -> link(world, r);
            case LINK_IF_ABSENT -> {
                if (!world.is(Fact.LINK_0.at(r)) || push.is(Push.REWRITES)) {
                    link(world, r);
                }
            }
            case REVISION -> revision(world);
            case REVISION_IF_ABSENT -> {
                if (!world.is(Fact.REVISION)) {
                    revision(world);
                }
            }
            case TAG -> tag(world, Fact.TAG);
            case TAG_IF_ABSENT -> {
                if (!world.is(Fact.TAG) && !world.is(Fact.TAG_MOVED)) {
                    tag(world, Fact.TAG);
                }
            }
            case MOVE_TAG -> tag(world, Fact.TAG_MOVED);
            case MOVE_TAG_IF_ABSENT -> {
                if (!world.is(Fact.TAG) && !world.is(Fact.TAG_MOVED)) {
                    tag(world, Fact.TAG_MOVED);
                }
            }
            case INDEX -> {
                if (!world.is(Fact.INDEX)) {
                    world.set(Fact.INDEX, true);
                    world.set(Fact.INDEX_PROMISED, false);
                }
            }
            case ANSWER -> {
                answer(world, slot, push);
                return;
            }
            default -> throw new IllegalStateException(op.toString());
        }
        if (refused) {
            refuse(world, slot, push);
        } else {
            go(world, slot, next, at);
        }
    }

    private static void put(World world) {
        world.set(Fact.BLOB, true);
        world.set(Fact.BLOB_YOUNG, true);
        world.written(Target.BLOB);
    }

    private static void link(World world, int repository) {
        if (!world.is(Fact.LINK_0.at(repository))) {
            world.set(Fact.LINK_0_PROMISED.at(repository), false);
        }
        world.set(Fact.LINK_0.at(repository), true);
        world.set(Fact.GHOST_0.at(repository), false);
        world.written(repository == 0 ? Target.LINK_0 : Target.LINK_1);
    }

    private static void revision(World world) {
        if (!world.is(Fact.REVISION)) {
            world.set(Fact.REVISION_PROMISED, false);
        }
        world.set(Fact.REVISION, true);
        world.written(Target.REVISION);
    }

    private static void tag(World world, Fact named) {
        boolean same = world.is(named);
        world.remove(named == Fact.TAG ? Fact.TAG_MOVED : Fact.TAG);
        world.set(named, true);
        world.set(Fact.TAG_FRESH, true);
        if (!same) {
            world.set(Fact.TAG_PROMISED, false);
            world.set(Fact.TAG_RENEWED, false);
        }
        world.written(Target.TAG);
    }

    private static void refuse(World world, int slot, Push push) {
        world.pushes[slot] = null;
        world.event = world.event + ": absent, the request fails";
        boolean manifest = push.kind() == Push.Kind.MANIFEST || push.kind() == Push.Kind.MANIFEST_WITH_TAG;
        if (manifest && push.is(Push.PROMISED)) {
            world.breaks("after HEAD 200 a manifest is not refused until the trash expires");
        }
        if (push.is(Push.OWN)) {
            world.breaks("bytes that a push has published stay for the grace period");
        }
        if (push.kind() == Push.Kind.STAGED_0 && push.is(Push.ROBBED)) {
            world.breaks("a push does not fail for a round that it could have seen");
        }
    }

    private static void answer(World world, int slot, Push push) {
        world.pushes[slot] = null;
        world.event = world.event + ", 201";
        int r = push.kind().repository;
        switch (push.kind()) {
            case SMALL_0, SMALL_1, STAGED_0, MOUNT_FROM_0_TO_1, MOUNT_FROM_1_TO_0, RESTORE_0 ->
                promise(world, Fact.LINK_0.at(r), Fact.LINK_0_PROMISED.at(r));
            case MANIFEST -> promise(world, Fact.REVISION, Fact.REVISION_PROMISED);
            case MANIFEST_WITH_TAG -> {
                promise(world, Fact.REVISION, Fact.REVISION_PROMISED);
                promiseTag(world, Fact.TAG);
            }
            case INDEX -> promise(world, Fact.INDEX, Fact.INDEX_PROMISED);
            case MOVE_TAG -> promiseTag(world, Fact.TAG_MOVED);
        }
    }

    private static void promise(World world, Fact fact, Fact promised) {
        if (!world.is(fact)) {
            world.breaks("what a 201 names is there");
        }
        world.set(promised, true);
    }

    private static void promiseTag(World world, Fact named) {
        if (!world.is(Fact.TAG) && !world.is(Fact.TAG_MOVED)) {
            world.breaks("what a 201 names is there");
        }
        if (world.is(named)) { // Or another push has moved the tag since.
            world.set(Fact.TAG_PROMISED, true);
            world.set(Fact.TAG_RENEWED, world.is(Fact.TAG_FRESH));
        }
    }
}
