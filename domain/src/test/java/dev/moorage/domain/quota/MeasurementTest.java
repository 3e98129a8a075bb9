package dev.moorage.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Servers that link blobs and report now and then, a process that measures, and a reader of the sum, in random orders. The sum
 * never leaves out what was reported, exceeds the truth by at most what was linked around the last measurement, and is the
 * truth after a measurement to which no server has added.
 */
class MeasurementTest {
    private static final String TEAM = "team";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final int WORLDS = 5_000;

    /** A registry of which each step is one change that others can see. */
    private static final class World {
        private final Random random;
        private final List<Long> added = new ArrayList<>();
        private final Map<String, Map<String, Added>> reported = new TreeMap<>();
        private Measurement measurement = new Measurement(NOW, Map.of(TEAM, Usage.NONE), Map.of());
        private long truth;

        World(long seed, int servers) {
            random = new Random(seed);
            for (int i = 0; i < servers; i++) {
                added.add(0L);
            }
        }

        void link() {
            int server = random.nextInt(added.size());
            long size = 1 + random.nextInt(100);
            added.set(server, added.get(server) + size);
            truth += size;
        }

        void report(int server) {
            reported.put("s" + server, Map.of(TEAM, new Added(added.get(server), 0)));
        }

        long used() {
            return measurement.usage(TEAM, reported).orElseThrow().bytes();
        }

        long unreported() {
            long sum = 0;
            for (int i = 0; i < added.size(); i++) {
                sum += added.get(i)
                        - reported.getOrDefault("s" + i, Map.of())
                                .getOrDefault(TEAM, Added.NONE)
                                .bytes();
            }
            return sum;
        }

        /** Measures, while servers link and report. Returns what was linked and not contained, or is counted twice. */
        long measure() {
            Map<String, Map<String, Added>> contained = new TreeMap<>(reported);
            long twice = unreported();
            long listed = truth;
            long before = truth;
            for (int step = random.nextInt(6); step > 0; step--) {
                step();
                if (random.nextBoolean()) {
                    listed = truth; // The listing comes to what was linked in the meantime.
                }
            }
            measurement = new Measurement(NOW, Map.of(TEAM, new Usage(listed, 1, 0)), contained);
            return twice + listed - before;
        }

        void step() {
            if (random.nextInt(3) == 0) {
                report(random.nextInt(added.size()));
            } else {
                link();
            }
        }
    }

    @Test
    void usageIsNeverTooLowAndIsExactAfterAQuietMeasurement() {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, 1 + seed % 4);
            long twice = 0;
            for (int step = 0; step < 40; step++) {
                if (world.random.nextInt(8) == 0) {
                    twice = world.measure();
                } else {
                    world.step();
                }
                assertThat(world.used() + world.unreported())
                        .as("world %d, step %d", seed, step)
                        .isBetween(world.truth, world.truth + twice);
            }
            for (int server = 0; server < world.added.size(); server++) {
                world.report(server);
            }
            world.measurement =
                    new Measurement(NOW, Map.of(TEAM, new Usage(world.truth, 1, 0)), new TreeMap<>(world.reported));
            assertThat(world.used()).as("world %d", seed).isEqualTo(world.truth);
        }
    }

    @Test
    void aNamespaceThatWasNotMeasuredHasNoUsage() {
        Measurement measurement = new Measurement(NOW, Map.of(TEAM, new Usage(5, 1, 2)), Map.of());
        assertThat(measurement.usage("other", Map.of())).isEmpty();
        assertThat(measurement.usage(TEAM, Map.of("s", Map.of("other", new Added(7, 7)))))
                .contains(new Usage(5, 1, 2));
        assertThat(measurement.usage(TEAM, Map.of("s", Map.of(TEAM, new Added(7, 3)))))
                .contains(new Usage(12, 1, 5));
    }

    @Test
    void textsAreReadAsTheyWereWrittenAndNotWithoutTheirEnd() {
        Measurement measurement = new Measurement(
                NOW,
                Map.of(TEAM, new Usage(5, 1, 2), "a/b", Usage.NONE),
                Map.of("s1", Map.of(TEAM, new Added(7, 3), "a/b", Added.NONE)));
        String text = UsageFormat.format(measurement);
        assertThat(UsageFormat.measurement(text)).contains(measurement);
        Map<String, Added> added = Map.of(TEAM, new Added(7, 3));
        String report = UsageFormat.format(added);
        assertThat(UsageFormat.added(report)).contains(added);
        for (int length = 0; length < text.length(); length++) {
            assertThat(UsageFormat.measurement(text.substring(0, length))).isEmpty();
        }
        for (int length = 0; length < report.length(); length++) {
            assertThat(UsageFormat.added(report.substring(0, length))).isEmpty();
        }
        assertThat(UsageFormat.measurement(report)).isEmpty();
        assertThat(UsageFormat.measurement(text.replace("moorage-usage 1", "moorage-usage 2")))
                .isEmpty();
        assertThat(UsageFormat.measurement(text.replace("used a/b 0", "used a/b x")))
                .isEmpty();
    }
}
