package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Push.Kind;
import dev.moorage.domain.garbage.Scenario.Limits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The scenarios that are explored. Each covers one level of what needs what, over one kind of fence. The system property
 * {@code moorage.exploration} is {@code quick}, {@code default} or {@code large}.
 */
final class Scenarios {
    private static final Limits ONE_PUSH = new Limits(1, 2, 1, 1, 1, 0, 0, 0);
    private static final Limits LOST_ANSWER = new Limits(1, 2, 1, 1, 1, 0, 1, 0);
    private static final Limits TWO_PUSHES = new Limits(2, 1, 1, 1, 1, 0, 0, 0);
    private static final Limits KILLED = new Limits(2, 1, 0, 0, 0, 1, 0, 0);
    private static final Limits KILLED_LARGE = new Limits(2, 1, 1, 0, 1, 1, 0, 0);
    private static final Limits LARGE = new Limits(2, 2, 1, 1, 1, 0, 0, 0);

    private static final Set<Fact> GARBAGE = EnumSet.of(Fact.BLOB);
    private static final Set<Fact> LINKED = with(GARBAGE, Fact.LINK_0, Fact.LINK_0_PROMISED);
    private static final Set<Fact> OTHER_LINKED = with(GARBAGE, Fact.LINK_1, Fact.LINK_1_PROMISED);
    private static final Set<Fact> TRASHED = with(GARBAGE, Fact.TRASH_0, Fact.TRASH_0_PROMISED, Fact.HEAD_0);
    private static final Set<Fact> IMAGE = with(LINKED, Fact.REVISION, Fact.REVISION_PROMISED);
    private static final Set<Fact> TAGGED = with(IMAGE, Fact.TAG, Fact.TAG_PROMISED);
    private static final Set<Fact> CHILD_TRASHED = with(LINKED, Fact.REVISION_TRASHED);
    private static final Set<Fact> SIGNED = with(IMAGE, Fact.REFERRER);

    private final List<Scenario> scenarios = new ArrayList<>();

    private Scenarios() {}

    private static Set<Fact> with(Set<Fact> facts, Fact... more) {
        Set<Fact> all = EnumSet.copyOf(facts);
        all.addAll(List.of(more));
        return all;
    }

    /** Returns the scenarios of the size that is asked for. */
    static List<Scenario> chosen() {
        return switch (System.getProperty("moorage.exploration", "default")) {
            case "quick" -> quick();
            case "large" -> large();
            default -> usual();
        };
    }

    /** Returns the default scenario of a name. */
    static Scenario named(String name) {
        return usual().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Scenario> quick() {
        Scenarios some = new Scenarios();
        some.onePush(Fence.EXACT, ONE_PUSH);
        some.trash(Fence.EXACT, KILLED);
        some.special(Fence.TIMED, LOST_ANSWER);
        some.special(Fence.REWRITE, LOST_ANSWER);
        some.scenarios.removeIf(scenario -> List.of("revive, EXACT").contains(scenario.name()));
        return some.scenarios;
    }

    private static List<Scenario> usual() {
        Scenarios some = new Scenarios();
        some.onePush(Fence.EXACT, ONE_PUSH);
        some.onePush(Fence.TIMED, LOST_ANSWER);
        some.special(Fence.REWRITE, LOST_ANSWER);
        some.twoPushes(Fence.EXACT, TWO_PUSHES);
        some.trash(Fence.EXACT, KILLED);
        some.failures();
        return some.scenarios;
    }

    private static List<Scenario> large() {
        Scenarios some = new Scenarios();
        some.scenarios.addAll(usual());
        some.onePush(Fence.REWRITE, LOST_ANSWER);
        some.twoPushes(Fence.TIMED, TWO_PUSHES);
        some.twoPushes(Fence.REWRITE, TWO_PUSHES);
        some.trash(Fence.TIMED, KILLED_LARGE);
        some.trash(Fence.REWRITE, KILLED_LARGE);
        for (Fence fence : List.of(Fence.EXACT, Fence.TIMED, Fence.REWRITE)) {
            some.special(fence, LARGE);
        }
        return some.scenarios;
    }

    private void onePush(Fence fence, Limits limits) {
        special(fence, limits);
        add("mount", fence, LINKED, limits, List.of(Kind.MOUNT_FROM_0_TO_1), Target.BLOB, Target.LINK_0);
        add("restore", fence, TRASHED, limits, List.of(Kind.RESTORE_0), Target.BLOB, Target.LINK_0);
        add("manifest", fence, LINKED, limits, List.of(Kind.MANIFEST), Target.BLOB, Target.LINK_0);
        add("revive", fence, TRASHED, limits, List.of(Kind.MANIFEST), Target.BLOB, Target.LINK_0);
        add("index", fence, IMAGE, limits, List.of(Kind.INDEX), Target.LINK_0, Target.REVISION);
        add("tag", fence, IMAGE, limits, List.of(Kind.MANIFEST_WITH_TAG), Target.REVISION, Target.TAG);
        add("move tag", fence, TAGGED, limits, List.of(Kind.MOVE_TAG), Target.TAG, Target.REVISION);
        add("referrer", fence, SIGNED, limits, List.of(Kind.INDEX), Target.REFERRER);
    }

    private void special(Fence fence, Limits limits) {
        add("staged", fence, GARBAGE, limits, List.of(Kind.STAGED_0), Target.BLOB);
        add("small", fence, GARBAGE, limits, List.of(Kind.SMALL_0), Target.BLOB);
    }

    private void twoPushes(Fence fence, Limits limits) {
        add(
                "two blobs",
                fence,
                OTHER_LINKED,
                limits,
                List.of(Kind.SMALL_0, Kind.STAGED_0, Kind.MOUNT_FROM_1_TO_0),
                Target.BLOB,
                Target.LINK_1);
        add(
                "blob and manifest",
                fence,
                LINKED,
                limits,
                List.of(Kind.SMALL_0, Kind.MANIFEST),
                Target.BLOB,
                Target.LINK_0);
        add(
                "manifest and index",
                fence,
                IMAGE,
                limits,
                List.of(Kind.MANIFEST, Kind.INDEX),
                Target.LINK_0,
                Target.REVISION);
        add(
                "two tags",
                fence,
                TAGGED,
                limits,
                List.of(Kind.MANIFEST_WITH_TAG, Kind.MOVE_TAG),
                Target.REVISION,
                Target.TAG);
    }

    private void trash(Fence fence, Limits killed) {
        add("revive child", fence, CHILD_TRASHED, ONE_PUSH, List.of(Kind.WHOLE_INDEX), Target.LINK_0, Target.REVISION);
        add("killed child", fence, LINKED, killed, List.of(Kind.MANIFEST, Kind.WHOLE_INDEX), Target.LINK_0);
        add("delete", fence, LINKED, TWO_PUSHES, List.of(Kind.DELETE_0, Kind.MANIFEST), Target.BLOB, Target.LINK_0);
    }

    private void failures() {
        add(
                "crash",
                Fence.TIMED,
                LINKED,
                new Limits(1, 2, 1, 1, 1, 1, 1, 0),
                List.of(Kind.SMALL_0),
                Target.BLOB,
                Target.LINK_0);
        add(
                "power cut",
                Fence.EXACT,
                LINKED,
                new Limits(1, 2, 1, 0, 1, 0, 0, 1),
                List.of(Kind.SMALL_0),
                Target.BLOB,
                Target.LINK_0);
    }

    private void add(String name, Fence fence, Set<Fact> start, Limits limits, List<Kind> kinds, Target... targets) {
        String all = name + (limits.pushes() + limits.rounds() > 3 ? ", 2 x 2, " : ", ") + fence;
        scenarios.add(new Scenario(all, fence, start, kinds, List.of(targets), limits, Set.of()));
    }
}
