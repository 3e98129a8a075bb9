package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Verdict.Removing;
import org.jspecify.annotations.Nullable;

/**
 * Two independent hashes of a world. Numbers that only their order or equality gives a meaning are replaced: generations
 * count from the published one, rounds are named by their collector or in the order in which they appear, and times are
 * compared with the present.
 */
final class Canonical {
    private static final Target[] TARGETS = Target.values();
    private final World world;
    private final long[] forgotten = new long[16];
    private int known;
    private long high = 0x9E3779B97F4A7C15L;
    private long low = 0xC2B2AE3D27D4EB4FL;

    Canonical(World world) {
        this.world = world;
        add(world.facts);
        add(world.limits.pushes()
                | world.limits.rounds() << 4
                | world.limits.ticks() << 8
                | world.limits.ages() << 12
                | world.limits.expiries() << 16
                | world.limits.crashes() << 20
                | world.limits.faults() << 24
                | world.limits.powerCuts() << 28);
        for (int segment = 0; segment < World.SEGMENTS; segment++) {
            add(world.docket.get(segment).size());
            for (Segment content : world.docket.get(segment)) {
                content(content);
            }
            content(world.lost[segment]);
        }
        for (Push push : world.pushes) {
            push(push);
        }
        for (Collector collector : world.collectors) {
            collector(collector);
        }
        long sum = 0;
        for (Flying sent : world.flying) {
            sum += mix(sent.target().ordinal() + 8 * name(sent.round()) + (sent.current() ? 4096 : 0));
        }
        add(sum);
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private void content(@Nullable Segment segment) {
        if (segment == null) {
            add(-7);
            return;
        }
        if (segment.verdicts().isEmpty()) {
            add(-8);
            return;
        }
        for (Target target : TARGETS) {
            Verdict verdict = segment.verdicts().get(target.removable);
            if (verdict == null) {
                add(-9);
            } else {
                long state = verdict instanceof Removing(long _, var until) ? until.isBefore(world.now()) ? 2 : 1 : 0;
                add(state + 4 * name(verdict.round()));
            }
        }
    }

    private void push(@Nullable Push push) {
        if (push == null) {
            add(-10);
            return;
        }
        add(push.kind().ordinal() | push.at() << 8 | push.flags() << 16);
        add(relative(0, push.seen0()));
        add(relative(1, push.seen1()));
    }

    /** What lies before the published generation is outdated alike. */
    private long relative(int segment, long generation) {
        return Math.max(-1, generation - world.published(segment).generation());
    }

    private void collector(@Nullable Collector collector) {
        if (collector == null) {
            add(-11);
            return;
        }
        add(collector.target().ordinal()
                | collector.at() << 8
                | (collector.needed() ? 1 : 0) << 16
                | (collector.sent() ? 1 : 0) << 17);
        add(collector.listing());
        add(relative(collector.target().segment, collector.generation()));
    }

    private long name(long round) {
        for (int i = 0; i < 2; i++) {
            Collector collector = world.collectors[i];
            if (collector != null && collector.round() == round) {
                return i;
            }
        }
        for (int i = 0; i < known; i++) {
            if (forgotten[i] == round) {
                return 2 + i;
            }
        }
        forgotten[known++] = round;
        return 1 + known;
    }

    private void add(long value) {
        high = mix(high * 31 + value);
        low = mix((low ^ value) * 0xD6E8FEB86659FD93L + 0x632BE59BD9B4E019L);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
