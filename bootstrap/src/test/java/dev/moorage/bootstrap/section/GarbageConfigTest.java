package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code storage.gc}. */
class GarbageConfigTest extends ConfigurationReading {
    private static String gc(String keys) {
        return "version: 0.1\nstorage: {inmemory: {}, gc: {" + keys + "}}\n";
    }

    @Test
    void garbageIsNotCollectedByDefault() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of()).configuration().get(GarbageConfig.class))
                .isEqualTo(new GarbageConfig(
                        false,
                        Duration.ofHours(24),
                        HoursOfDay.ALL,
                        new GarbageRequest(
                                Duration.ofHours(24),
                                8,
                                500,
                                false,
                                new RepositoryRemovals(true, false, Duration.ofDays(7)))));
    }

    @Test
    void eachKeyIsReadAndIsNoStorageDriver() throws IOException, InvalidConfigurationException {
        assertThat(read(
                                gc(
                                        "enabled: true, interval: 1h, window: '22:00-06:30', grace: 72h, parallel: 3,"
                                                + " links: false, untagged: delete, trash: 24h, requestspersecond: 0, dryrun: true"),
                                Map.of("REGISTRY_STORAGE_GC_GRACE", "48h"))
                        .configuration()
                        .get(GarbageConfig.class))
                .isEqualTo(new GarbageConfig(
                        true,
                        Duration.ofHours(1),
                        new HoursOfDay(LocalTime.of(22, 0), LocalTime.of(6, 30)),
                        new GarbageRequest(
                                Duration.ofHours(48),
                                3,
                                0,
                                true,
                                new RepositoryRemovals(false, true, Duration.ofHours(24)))));
    }

    @Test
    void timesBelowAMinuteAndNumbersBelowTheLeastAreErrors() {
        assertThat(errors(gc("interval: 24, grace: 59s, trash: 0s, untagged: all, parallel: 0, requestspersecond: -1")))
                .containsExactlyInAnyOrder(
                        "storage.gc.interval: is less than a minute",
                        "storage.gc.grace: is less than a minute",
                        "storage.gc.trash: is less than a minute",
                        "storage.gc.untagged: is neither keep nor delete",
                        "storage.gc.parallel: is not a number of at least 1",
                        "storage.gc.requestspersecond: is not a number of at least 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"night", "01:00", "1:00-6:00", "01:00-24:00", "01:00-01:00", "01:00-01:09", "23:55-00:04", "-"})
    void aWindowThatIsNoPartOfTheDayIsAnError(String window) {
        assertThat(errors(gc("window: '" + window + "'")))
                .containsExactly(
                        "storage.gc.window: is not a part of the day such as 01:00-06:00, of at least ten minutes");
    }

    @Test
    void withoutAWindowTheWholeDayIsOpen() {
        assertThat(HoursOfDay.ALL.contains(LocalTime.MIDNIGHT)).isTrue();
        assertThat(HoursOfDay.ALL.contains(LocalTime.MAX)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "01:00-06:00, 00:59:59, false",
        "01:00-06:00, 01:00, true",
        "01:00-06:00, 05:59:59, true",
        "01:00-06:00, 06:00, false",
        "22:00-06:00, 21:59:59, false",
        "22:00-06:00, 22:00, true",
        "22:00-06:00, 00:00, true",
        "22:00-06:00, 06:00, false",
        "20:00-00:00, 23:59:59, true",
        "20:00-00:00, 00:00, false"
    })
    void aWindowContainsItsFirstMomentAndNotItsLast(String window, LocalTime time, boolean contained)
            throws IOException, InvalidConfigurationException {
        GarbageConfig config =
                read(gc("window: " + window), Map.of()).configuration().get(GarbageConfig.class);
        assertThat(config.isOpen(time)).isEqualTo(contained);
    }
}
