package dev.moorage.domain.garbage;

/** The ends of requests, and what they promise or break. */
final class PushAnswers {
    private PushAnswers() {}

    /** Ends a request for which something is absent. */
    static void refuse(World world, int slot, Push push) {
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

    /** Ends a request with 201. */
    static void answer(World world, int slot, Push push) {
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
            case DELETE_0 -> world.set(Fact.DELETED, world.is(Fact.CLIENT_LAST)); // Or its record has expired.
            case INDEX, WHOLE_INDEX -> promise(world, Fact.INDEX, Fact.INDEX_PROMISED);
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
