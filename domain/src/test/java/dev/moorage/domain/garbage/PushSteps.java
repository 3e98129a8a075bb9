package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Program.Op;
import java.util.List;

/** The steps of requests: each is one call to the store, as {@link Program} orders them. */
final class PushSteps {
    private final PushPrograms programs;
    private final PushLooks looks;
    private final PushRescues rescues;

    PushSteps(GarbageProtocol protocol, Scenario scenario) {
        this.programs = new PushPrograms(protocol);
        this.looks = new PushLooks(protocol, programs, scenario);
        this.rescues = new PushRescues(protocol, programs, scenario.fence());
    }

    /** Adds the worlds in which the request has done its next step. */
    void step(World world, int slot, Push push, List<World> worlds) {
        Op op = programs.op(push, push.at());
        switch (op) {
            case LOOK -> looks.look(world, slot, push, worlds);
            case RESOLVE -> rescues.resolve(world, slot, push, worlds);
            case LOOK_AGAIN -> looks.lookAgain(world, slot, push, worlds);
            default -> {
                World next = world.after(PushPrograms.name(slot), push.at() == 0 ? push.kind() + " " + op : op);
                access(next, slot, push, op);
                worlds.add(next);
            }
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
            case CHECK_TRASH -> refused = !isInTrash(world, push);
            case CHECK_TRASH_EARLY -> next = isInTrash(world, push) ? push.with(Push.FOUND) : push;
            case CHECK_LINK_LATE -> {
                refused = !world.is(Fact.LINK_0) && !push.is(Push.FOUND);
                at = world.is(Fact.LINK_0) ? at + 1 : at;
            }
            case CHECK_LINK -> at = world.is(Fact.LINK_0.at(r)) ? at + 2 : at;
            case CHECK_BLOB -> {
                refused = !world.is(Fact.BLOB);
                next = push.checked();
            }
            case CHECK_REVISION -> refused = !world.is(Fact.REVISION);
            case CHECK_CHILD -> at = world.is(Fact.REVISION) ? at + 1 : at;
            case CHECK_TRASHED_CHILD -> refused = !world.is(Fact.REVISION_TRASHED);
            case RECORD -> record(world);
            case UNLINK -> unlink(world);
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
                PushAnswers.answer(world, slot, push);
                return;
            }
            default -> throw new IllegalStateException(op.toString());
        }
        if (refused) {
            PushAnswers.refuse(world, slot, push);
        } else {
            programs.go(world, slot, next, at);
        }
    }

    /** Returns whether the trash has the link, and its last removal was none that the request may not undo. */
    private static boolean isInTrash(World world, Push push) {
        boolean found = world.is(Fact.TRASH_0.at(push.kind().repository))
                && (push.kind() == Push.Kind.RESTORE_0 || !world.is(Fact.CLIENT_LAST));
        if (found && push.kind() != Push.Kind.RESTORE_0 && world.is(Fact.DELETED)) {
            world.breaks("what a client has deleted comes back by no manifest");
        }
        return found;
    }

    /** A client names the link in the trash. What it has seen before is no promise any more. */
    private static void record(World world) {
        world.set(Fact.TRASH_0, true);
        world.set(Fact.TRASH_0_YOUNG, true);
        world.set(Fact.CLIENT_LAST, true);
        world.set(Fact.LINK_NEWER, false);
        forget(world);
    }

    private static void unlink(World world) {
        world.remove(Fact.LINK_0);
        world.set(Fact.LINK_0_PROMISED, false);
        world.set(Fact.REVISION_PROMISED, false);
        world.set(Fact.INDEX_PROMISED, false);
        forget(world);
    }

    private static void forget(World world) {
        world.set(Fact.HEAD_0, false);
        for (int i = 0; i < 2; i++) {
            Push push = world.pushes[i];
            world.pushes[i] = push == null ? null : push.without(Push.PROMISED);
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
        world.set(Fact.LINK_NEWER, world.is(Fact.CLIENT_LAST));
        world.set(Fact.DELETED, false);
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
}
