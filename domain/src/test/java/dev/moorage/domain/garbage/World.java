package dev.moorage.domain.garbage;

import dev.moorage.domain.garbage.Scenario.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The complete state at one moment. Each segment of the docket is a list of contents: the first is the one that the
 * head publishes, the last one is stored, and those between are what was stored and is not published.
 */
final class World {
    static final int SEGMENTS = 2;
    private static final int SECONDS_OF_A_TICK = 1000;

    int facts;
    final List<List<Segment>> docket;

    final @Nullable Segment[] lost = new Segment[SEGMENTS];
    final @Nullable Push[] pushes = new Push[2];
    final @Nullable Collector[] collectors = new Collector[2];
    List<Flying> flying = List.of();
    long lastRound;
    int tick;
    Limits limits;

    /** The actor and the event that have led here, and the invariant that it has broken. */
    String actor = "";

    Object event = "";

    @Nullable
    String broken;

    World(Scenario scenario) {
        docket = new ArrayList<>(Collections.nCopies(SEGMENTS, List.of(Segment.EMPTY)));
        for (Fact fact : scenario.start()) {
            facts |= fact.bit;
        }
        limits = scenario.limits();
    }

    private World(World other) {
        facts = other.facts;
        docket = new ArrayList<>(other.docket);
        for (int i = 0; i < SEGMENTS; i++) {
            lost[i] = other.lost[i];
        }
        for (int i = 0; i < 2; i++) {
            pushes[i] = other.pushes[i];
            collectors[i] = other.collectors[i];
        }
        flying = other.flying;
        lastRound = other.lastRound;
        tick = other.tick;
        limits = other.limits;
    }

    /** Returns a copy in which the event is about to happen. */
    World after(String who, Object what) {
        World next = new World(this);
        next.actor = who;
        next.event = what;
        return next;
    }

    boolean is(Fact fact) {
        return (facts & fact.bit) != 0;
    }

    void set(Fact fact, boolean value) {
        facts = value ? facts | fact.bit : facts & ~fact.bit;
    }

    /** Sets a fact to false. No listing in progress need show what it stood for. */
    void remove(Fact fact) {
        facts &= ~fact.bit;
        for (int i = 0; i < 2; i++) {
            Collector collector = collectors[i];
            if (collector != null && collector.listing() != -1) {
                collectors[i] = collector.listing(collector.listing() & ~fact.bit);
            }
        }
    }

    /** Notes that the target has a new version. */
    void written(Target target) {
        if (!flying.isEmpty()) {
            flying = flying.stream()
                    .map(sent -> sent.target() == target ? new Flying(target, sent.round(), false) : sent)
                    .toList();
        }
    }

    Segment stored(int segment) {
        return docket.get(segment).getLast();
    }

    Segment published(int segment) {
        return docket.get(segment).getFirst();
    }

    void store(int segment, Segment next) {
        if (next.equals(stored(segment))) {
            return;
        }
        lost[segment] = limits.powerCuts() > 0 ? stored(segment) : null;
        List<Segment> contents = new ArrayList<>(docket.get(segment));
        contents.add(next);
        docket.set(segment, List.copyOf(contents));
    }

    void publish(int segment, long generation) {
        List<Segment> contents = docket.get(segment);
        if (published(segment).generation() < generation) {
            docket.set(
                    segment,
                    contents.stream()
                            .filter(content -> content.generation() >= generation)
                            .toList());
        }
    }

    Instant now() {
        return Instant.ofEpochSecond((long) tick * SECONDS_OF_A_TICK);
    }

    void breaks(String invariant) {
        if (broken == null) {
            broken = invariant;
        }
    }
}
