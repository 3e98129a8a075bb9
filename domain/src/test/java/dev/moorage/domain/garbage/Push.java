package dev.moorage.domain.garbage;

import java.util.List;

/**
 * A request that relies on what is there.
 *
 * @param at the next operation of its program
 * @param seen the generation of each segment as it was last seen
 * @param flags see the constants
 */
record Push(Kind kind, int at, long seen0, long seen1, int flags) {
    /** The request has published its own bytes, and the grace period has not ended since. */
    static final int OWN = 1;
    /** A HEAD of the blob was 200 before, and no trash has expired since. */
    static final int PROMISED = 2;
    /** It has rescued an object from a delete that may still take effect on the older version. */
    static final int REWRITES = 4;
    /** A round that was published before its last look has removed the blob. */
    static final int ROBBED = 8;
    /** It has found the blob, or published it, since its last look. */
    static final int CHECKED = 16;
    /** Rounds that were published since its last look: a bit for each collector. */
    static final int BEGUN = 32;
    /** It has found the link in the trash. Only a request that looks there too early remembers that. */
    static final int FOUND = 128;

    /** The requests. A number in the name is the repository. */
    enum Kind {
        SMALL_0(0, Target.BLOB, Target.LINK_0),
        SMALL_1(1, Target.BLOB, Target.LINK_1),
        STAGED_0(0, Target.BLOB, Target.LINK_0),
        MOUNT_FROM_1_TO_0(0, Target.BLOB, Target.LINK_0),
        MOUNT_FROM_0_TO_1(1, Target.BLOB, Target.LINK_1),
        RESTORE_0(0, Target.BLOB, Target.LINK_0),
        MANIFEST(0, Target.BLOB, Target.LINK_0, Target.REVISION),
        MANIFEST_WITH_TAG(0, Target.BLOB, Target.LINK_0, Target.REVISION, Target.TAG),
        INDEX(0, Target.REVISION),
        /** An index that makes its manifest whole. */
        WHOLE_INDEX(0, Target.BLOB, Target.LINK_0, Target.REVISION),
        DELETE_0(0),
        MOVE_TAG(0, Target.TAG);

        final int repository;
        final List<Target> needs;

        Kind(int repository, Target... needs) {
            this.repository = repository;
            this.needs = List.of(needs);
        }
    }

    static Push of(Kind kind, boolean promised) {
        return new Push(kind, 0, -1, -1, promised ? PROMISED : 0);
    }

    Push to(int next) {
        return new Push(kind, next, seen0, seen1, flags);
    }

    Push seeing(int segment, long generation) {
        return segment == 0
                ? new Push(kind, at, generation, seen1, flags)
                : new Push(kind, at, seen0, generation, flags);
    }

    long seen(int segment) {
        return segment == 0 ? seen0 : seen1;
    }

    Push with(int flag) {
        return new Push(kind, at, seen0, seen1, flags | flag);
    }

    Push without(int mask) {
        return new Push(kind, at, seen0, seen1, flags & ~mask);
    }

    /** Returns the request after it has looked at the docket. */
    Push looked() {
        return without(CHECKED | BEGUN | BEGUN << 1);
    }

    /** Returns the request after it has found the blob or published it. Only staged bytes can be lost for good. */
    Push checked() {
        return kind == Kind.STAGED_0 ? without(ROBBED).with(CHECKED) : this;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }
}
