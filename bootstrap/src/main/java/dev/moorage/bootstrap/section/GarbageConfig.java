package dev.moorage.bootstrap.section;

import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Objects;

/**
 * {@code storage.gc}: when the server collects garbage, and how. {@code moorage gc} takes its defaults from here too.
 *
 * @param interval the time from the end of one collection to the start of the next
 * @param window the hours in which the server collects
 * @param request what a collection does
 */
public record GarbageConfig(boolean enabled, Duration interval, HoursOfDay window, GarbageRequest request) {
    private static final Duration LEAST = Duration.ofMinutes(1);

    private static final Key<Boolean> ENABLED = Key.flag(
                    "storage.gc.enabled",
                    false,
                    "the server removes the bytes that no repository has: see [garbage-collection.md](garbage-collection.md)."
                            + " All servers on the storage must be of a version that has this key")
            .ours();
    private static final Key<Duration> INTERVAL = Key.duration(
                    "storage.gc.interval",
                    Duration.ofDays(1),
                    "the time from the end of one collection to the start of the next, at least a minute. Servers on one"
                            + " storage take turns")
            .ours();
    private static final Key<Duration> GRACE = Key.duration(
                    "storage.gc.grace",
                    Duration.ofDays(1),
                    "the age from which bytes that no repository has are garbage, at least a minute")
            .ours();
    private static final Key<Integer> PARALLEL = Key.number(
                    "storage.gc.parallel", 8, 1, "how many blobs are looked at simultaneously")
            .ours();
    private static final Key<Integer> RATE = Key.number(
                    "storage.gc.requestspersecond",
                    500,
                    0,
                    "the most requests to the storage in a second: pages of listings, ages of blobs, deletes. `0` for no"
                            + " limit")
            .ours();
    private static final Key<Boolean> DRY_RUN = Key.flag(
                    "storage.gc.dryrun", false, "only logs how much would be removed, and removes nothing")
            .ours();
    private static final Key<HoursOfDay> WINDOW = Key.of(
                    "storage.gc.window",
                    "text",
                    HoursOfDay.ALL,
                    "all day",
                    "the hours in which the server collects, for example `01:00-06:00`, in its time zone. A collection that"
                            + " has not ended then is ended",
                    (section, name, otherwise) -> section.parsed(
                            name,
                            otherwise,
                            HoursOfDay::parse,
                            "is not a part of the day such as 01:00-06:00, of at least ten minutes"))
            .ours();

    public static final ConfigSection<GarbageConfig> SECTION = ConfigSection.of(
            GarbageConfig.class, GarbageConfig::read, ENABLED, INTERVAL, WINDOW, GRACE, PARALLEL, RATE, DRY_RUN);

    public GarbageConfig {
        Objects.requireNonNull(interval);
        Objects.requireNonNull(window);
        Objects.requireNonNull(request);
    }

    /** Returns whether the server collects at a time of the day. */
    public boolean isOpen(LocalTime time) {
        return window.contains(time);
    }

    private static GarbageConfig read(Values values) {
        return new GarbageConfig(
                values.get(ENABLED),
                time(values, INTERVAL),
                values.get(WINDOW),
                new GarbageRequest(time(values, GRACE), values.get(PARALLEL), values.get(RATE), values.get(DRY_RUN)));
    }

    /** Reads a duration. One of Go without a unit is in nanoseconds. */
    private static Duration time(Values values, Key<Duration> key) {
        Duration time = values.get(key);
        if (time.compareTo(LEAST) < 0) {
            values.error(key, "is less than a minute");
        }
        return time;
    }
}
