package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Program.Op;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The operations of all requests, and the objects on which they rely. */
final class PushPrograms {
    private final Map<Push.Kind, Program> programs;
    private final Map<Push.Kind, List<Set<Removable>>> needs;

    PushPrograms(GarbageProtocol protocol) {
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

    static String name(int slot) {
        return slot == 0 ? "push A" : "push B";
    }

    Op op(Push push, int at) {
        return programs.get(push.kind()).ops().get(at);
    }

    /** Returns where a request goes on if its last look has shown no change. */
    int unchanged(Push push) {
        return programs.get(push.kind()).jumps().get(push.at());
    }

    Set<Removable> needs(Push push, int segment) {
        return needs.get(push.kind()).get(segment);
    }

    /** Returns whether the stored segments have a verdict on what a request needs. */
    boolean hits(World world, Push push) {
        return hits(world.stored(0), needs(push, 0)) || hits(world.stored(1), needs(push, 1));
    }

    static boolean hits(Segment segment, Set<Removable> relevant) {
        for (Removable need : relevant) {
            if (segment.verdicts().containsKey(need)) {
                return true;
            }
        }
        return false;
    }

    /** Moves a request on. The answer follows the last look at once. Only without that look it is a step of its own. */
    void go(World world, int slot, Push push, int at) {
        int next = programs.get(push.kind()).at(at);
        if (op(push, next) == Op.ANSWER && op(push, push.at()) == Op.LOOK_AGAIN) {
            PushAnswers.answer(world, slot, push);
        } else {
            world.pushes[slot] = push.to(next);
        }
    }
}
