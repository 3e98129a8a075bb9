package dev.moorage.bootstrap.section;

import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;

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
                    "the server removes what nothing needs: see [garbage-collection.md](garbage-collection.md)."
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
                    "the age from which bytes that no repository has are garbage, and links and manifests that nothing needs, at"
                            + " least a minute")
            .ours();
    private static final Key<Boolean> LINKS = Key.flag(
                    "storage.gc.links",
                    true,
                    "a collection also takes links to blobs out of a repository that no manifest of it names. They are in the"
                            + " trash first")
            .ours();
    private static final Key<Untagged> UNTAGGED = Key.of(
                    "storage.gc.untagged",
                    "`keep` or `delete`",
                    Untagged.KEEP,
                    "`keep`",
                    "whether manifests stay that no tag names, no index contains, and that are no referrer of a manifest that is"
                            + " there. Deleted ones are in the trash first",
                    (section, name, otherwise) ->
                            section.parsed(name, otherwise, Untagged::parse, "is neither keep nor delete"))
            .ours();
    private static final Key<Duration> TRASH = Key.duration(
                    "storage.gc.trash",
                    Duration.ofDays(7),
                    "how long the trash keeps what has left a repository, at least a minute. `moorage trash restore` puts it"
                            + " back until then")
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
            GarbageConfig.class,
            GarbageConfig::read,
            ENABLED,
            INTERVAL,
            WINDOW,
            GRACE,
            LINKS,
            UNTAGGED,
            TRASH,
            PARALLEL,
            RATE,
            DRY_RUN);

    /** What happens to manifests that nothing keeps. */
    private enum Untagged {
        KEEP,
        DELETE;

        static Optional<Untagged> parse(String text) {
            return switch (text) {
                case "keep" -> Optional.of(KEEP);
                case "delete" -> Optional.of(DELETE);
                default -> Optional.empty();
            };
        }
    }

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
                new GarbageRequest(
                        time(values, GRACE),
                        values.get(PARALLEL),
                        values.get(RATE),
                        values.get(DRY_RUN),
                        new RepositoryRemovals(
                                values.get(LINKS), values.get(UNTAGGED) == Untagged.DELETE, time(values, TRASH))));
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
