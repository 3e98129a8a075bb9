package dev.moorage.domain.garbage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The operations of a request, in the order that the protocol wants. Each is one call to the store. */
record Program(List<Op> ops, List<Integer> jumps) {
    /** The operations. */
    enum Op {
        LOOK,
        RESOLVE,
        /** Stores the blob's bytes, which stay in memory. */
        PUT,
        /** Publishes staged bytes, which can be done once. */
        PUBLISH,
        CHECK_SOURCE,
        CHECK_TRASH,
        CHECK_LINK,
        CHECK_BLOB,
        CHECK_REVISION,
        /** Looks whether the manifest of an index is there, or else in the trash. */
        CHECK_CHILD,
        CHECK_TRASHED_CHILD,
        /** Looks in the trash before the link, which is wrong. */
        CHECK_TRASH_EARLY,
        CHECK_LINK_LATE,
        LINK,
        LINK_IF_ABSENT,
        REVISION,
        REVISION_IF_ABSENT,
        TAG,
        TAG_IF_ABSENT,
        MOVE_TAG,
        MOVE_TAG_IF_ABSENT,
        INDEX,
        /** A client's record of the trash. */
        RECORD,
        UNLINK,
        /** Looks again, and jumps if nothing has changed. */
        LOOK_AGAIN,
        BACK,
        ANSWER
    }

    static Map<Push.Kind, Program> of(GarbageProtocol protocol) {
        Map<Push.Kind, Program> programs = new EnumMap<>(Push.Kind.class);
        for (Push.Kind kind : Push.Kind.values()) {
            programs.put(kind, of(kind, protocol));
        }
        return programs;
    }

    private static Program of(Push.Kind kind, GarbageProtocol protocol) {
        Program program = new Program(new ArrayList<>(), new ArrayList<>());
        switch (kind) {
            case SMALL_0, SMALL_1 ->
                program.rely(protocol, List.of(Op.PUT), List.of(Op.LINK), List.of(Op.PUT, Op.LINK_IF_ABSENT));
            case STAGED_0 ->
                program.rely(
                        protocol, List.of(Op.PUBLISH), List.of(Op.LINK), List.of(Op.CHECK_BLOB, Op.LINK_IF_ABSENT));
            case MOUNT_FROM_0_TO_1, MOUNT_FROM_1_TO_0 ->
                program.rely(
                        protocol,
                        List.of(Op.CHECK_SOURCE, Op.CHECK_BLOB),
                        List.of(Op.LINK),
                        List.of(Op.CHECK_BLOB, Op.LINK_IF_ABSENT));
            case RESTORE_0 ->
                program.rely(
                        protocol,
                        List.of(Op.CHECK_TRASH, Op.CHECK_BLOB),
                        List.of(Op.LINK),
                        List.of(Op.CHECK_BLOB, Op.LINK_IF_ABSENT));
            case MANIFEST, MANIFEST_WITH_TAG ->
                program.rely(
                        protocol,
                        content(protocol),
                        List.of(Op.REVISION),
                        List.of(Op.LINK_IF_ABSENT, Op.CHECK_BLOB, Op.REVISION_IF_ABSENT));
            case INDEX ->
                program.rely(protocol, List.of(Op.CHECK_REVISION), List.of(Op.INDEX), List.of(Op.CHECK_REVISION));
            case WHOLE_INDEX -> {
                List<Op> check = child(protocol);
                program.rely(protocol, check, List.of(Op.INDEX), check);
            }
            case DELETE_0 -> {
                program.add(Op.RECORD);
                program.add(Op.UNLINK);
            }
            case MOVE_TAG -> program.rely(protocol, List.of(), List.of(Op.MOVE_TAG), List.of(Op.MOVE_TAG_IF_ABSENT));
        }
        if (kind == Push.Kind.MANIFEST_WITH_TAG) {
            program.add(Op.TAG);
            if (protocol.push().contains(PushStep.LOOK_AGAIN)) {
                program.again(List.of(Op.LINK_IF_ABSENT, Op.CHECK_BLOB, Op.REVISION_IF_ABSENT, Op.TAG_IF_ABSENT));
            }
        }
        program.add(Op.ANSWER);
        return program;
    }

    /** The content of a manifest that is pushed. */
    private static List<Op> content(GarbageProtocol protocol) {
        return protocol.holds(GarbageGuard.TRASH_AFTER_LOOK)
                ? List.of(Op.CHECK_LINK, Op.CHECK_TRASH, Op.LINK, Op.CHECK_BLOB)
                : List.of(Op.CHECK_TRASH_EARLY, Op.CHECK_LINK_LATE, Op.LINK, Op.CHECK_BLOB);
    }

    /** A manifest that an index names. */
    private static List<Op> child(GarbageProtocol protocol) {
        List<Op> child = new ArrayList<>(List.of(Op.CHECK_CHILD, Op.CHECK_TRASHED_CHILD));
        if (protocol.holds(GarbageGuard.CHILD_CONTENT)) {
            child.addAll(content(protocol));
        }
        child.add(Op.REVISION_IF_ABSENT);
        return child;
    }

    private void rely(GarbageProtocol protocol, List<Op> check, List<Op> write, List<Op> again) {
        for (PushStep step : protocol.push()) {
            switch (step) {
                case LOOK -> add(Op.LOOK);
                case RESOLVE -> add(Op.RESOLVE);
                case CHECK -> check.forEach(this::add);
                case WRITE -> write.forEach(this::add);
                case LOOK_AGAIN -> again(again);
            }
        }
    }

    private void again(List<Op> operations) {
        int look = ops.size();
        add(Op.LOOK_AGAIN);
        add(Op.RESOLVE);
        operations.forEach(this::add);
        add(Op.BACK);
        jumps.set(look, ops.size());
        jumps.set(ops.size() - 1, look);
    }

    private void add(Op op) {
        ops.add(op);
        jumps.add(-1);
    }

    /** Returns the next operation at or after a place. */
    int at(int place) {
        return ops.get(place) == Op.BACK ? jumps.get(place) : place;
    }
}
