package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.time.Duration;
import java.util.Objects;

/**
 * {@code storage.maintenance.uploadpurging}.
 *
 * @param age how long an upload must be unchanged before it is purged
 * @param interval the time from one purge to the next
 */
public record PurgingConfig(boolean enabled, Duration age, Duration interval, boolean dryRun) {
    private static final Key<Boolean> ENABLED = Key.flag(
            "storage.maintenance.uploadpurging.enabled",
            true,
            "ends uploads that have not changed for `age`, and deletes the records of ended ones");
    private static final Key<Duration> AGE = Key.duration(
            "storage.maintenance.uploadpurging.age",
            Duration.ofDays(7),
            "how long an upload must be unchanged before it is purged");
    private static final Key<Duration> INTERVAL = Key.duration(
            "storage.maintenance.uploadpurging.interval",
            Duration.ofDays(1),
            "the time from one purge to the next, at least a minute");
    private static final Key<Boolean> DRY_RUN = Key.flag(
            "storage.maintenance.uploadpurging.dryrun", false, "logs what would be purged, and purges nothing");

    public static final ConfigSection<PurgingConfig> SECTION =
            ConfigSection.of(PurgingConfig.class, PurgingConfig::read, ENABLED, AGE, INTERVAL, DRY_RUN);

    public PurgingConfig {
        Objects.requireNonNull(age);
        Objects.requireNonNull(interval);
    }

    private static PurgingConfig read(Values values) {
        Duration interval = values.get(INTERVAL);
        if (interval.compareTo(Duration.ofMinutes(1)) < 0) {
            values.error(INTERVAL, "is less than a minute");
        }
        return new PurgingConfig(values.get(ENABLED), values.get(AGE), interval, values.get(DRY_RUN));
    }
}
