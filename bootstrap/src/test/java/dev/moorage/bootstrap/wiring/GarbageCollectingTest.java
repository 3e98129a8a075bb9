package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.GarbageConfig;
import dev.moorage.bootstrap.section.HoursOfDay;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.retention.RetentionPolicies;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The periodic collection of garbage by the server. */
class GarbageCollectingTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final GarbageRequest REQUEST = new GarbageRequest(HOUR, 2, 0, false);
    private static final HoursOfDay NIGHT = new HoursOfDay(LocalTime.of(1, 0), LocalTime.of(6, 0));

    @TempDir
    private Path root;

    private final List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger(GarbageLog.class), (Logger)
            LoggerFactory.getLogger(GarbageCollecting.class));
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Duration> intervals = new ArrayList<>();
    private LocalTime time = LocalTime.of(3, 0);
    private During during = _ -> Optional.of(totals(true));

    private interface During {
        Optional<GarbageReport> run(GarbageObserver observer) throws IOException;
    }

    @BeforeEach
    void listen() {
        log.start();
        loggers.forEach(logger -> {
            logger.addAppender(log);
            logger.setLevel(Level.INFO);
        });
    }

    @AfterEach
    void leave() {
        loggers.forEach(logger -> {
            logger.detachAppender(log);
            logger.setLevel(null);
        });
    }

    private static GarbageReport totals(boolean complete) {
        return new GarbageReport(10, 9, 1, 3, 300, 2, 200, 1, 0, true, complete);
    }

    private static GarbageConfig settings(boolean enabled, HoursOfDay window) {
        return new GarbageConfig(enabled, HOUR, window, REQUEST);
    }

    private GarbageCollecting task(HoursOfDay window) {
        return new GarbageCollecting(
                settings(true, window),
                (interval, request, observer) -> {
                    assertThat(request).isEqualTo(REQUEST);
                    intervals.add(interval);
                    return during.run(observer);
                },
                false,
                () -> time,
                RegistryEvents.NONE);
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(event -> event.getFormattedMessage()
                        + Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of()).stream()
                                .map(pair -> " " + pair.key + "=" + pair.value)
                                .collect(Collectors.joining()))
                .toList();
    }

    @Test
    void eachMinuteTheServerAsksWhetherItIsTimeAndLogsTheTotalsOfACollection() {
        GarbageCollecting task = task(HoursOfDay.ALL);
        assertThat(task.interval()).isEqualTo(Duration.ofMinutes(1));
        task.run();
        during = _ -> Optional.empty();
        task.run();
        assertThat(intervals).containsExactly(HOUR, HOUR);
        assertThat(logged(Level.INFO))
                .singleElement()
                .asString()
                .startsWith("Garbage was collected links=10 blobs=9 young=1 garbage=3 garbageBytes=300 removed=2"
                        + " removedBytes=200 spared=1 problems=0 dryrun=false complete=true seconds=");
    }

    @Test
    void outsideOfTheWindowNothingIsCollectedAndNothingIsAsked() {
        GarbageCollecting task = task(NIGHT);
        time = LocalTime.of(12, 0);
        task.run();
        assertThat(intervals).isEmpty();
        time = LocalTime.of(1, 0);
        task.run();
        assertThat(intervals).hasSize(1);
    }

    @Test
    void aCollectionEndsWithTheWindow() {
        during = observer -> {
            assertThat(observer.goesOn()).isTrue();
            time = LocalTime.of(6, 0);
            assertThat(observer.goesOn()).isFalse();
            return Optional.of(totals(false));
        };
        task(NIGHT).run();
        assertThat(logged(Level.INFO))
                .singleElement()
                .asString()
                .startsWith("The collection of garbage was ended early")
                .contains("removed=2", "complete=false");
    }

    @Test
    void aServerThatStopsEndsItsCollectionAndBeginsNoOther() {
        GarbageCollecting task = task(HoursOfDay.ALL);
        PeriodicTasks tasks = new PeriodicTasks(Set.of(task));
        during = observer -> {
            assertThat(observer.goesOn()).isTrue();
            tasks.close();
            assertThat(observer.goesOn()).isFalse();
            throw new IOException("the storage is closed");
        };
        task.run();
        task.run();
        assertThat(intervals).hasSize(1);
        assertThat(logged(Level.ERROR)).isEmpty();
        assertThat(logged(Level.INFO)).singleElement().asString().contains("interrupted by the stop");
    }

    @Test
    void afterAFailureTheServerAsksAgain() {
        GarbageCollecting task = task(HoursOfDay.ALL);
        during = _ -> {
            throw new IOException("no answer");
        };
        task.run();
        during = _ -> {
            throw new IllegalStateException("a mistake");
        };
        task.run();
        assertThat(intervals).hasSize(2);
        assertThat(logged(Level.ERROR)).hasSize(2).allMatch(line -> line.contains("could not be collected"));
    }

    @Test
    void problemsOfOneKindAreOneWarningAndTheKindsAreLimited() {
        during = observer -> {
            observer.problem("a", "refused");
            observer.problem("b", "refused");
            observer.problem("", "no fence");
            for (int i = 0; i < 100; i++) {
                observer.problem("c", "reason " + i);
            }
            observer.problem("d", "refused");
            return Optional.of(totals(true));
        };
        task(HoursOfDay.ALL).run();
        assertThat(logged(Level.WARN))
                .hasSize(16)
                .startsWith(
                        "Garbage stays, because something cannot be read or understood reason=refused count=3 key=a",
                        "Garbage stays, because something cannot be read or understood reason=no fence count=1 key=");
    }

    @Test
    void aServerThatOnlyReadsOrIsNotConfiguredToCollectDoesNot() {
        GarbageConfig on = settings(true, HoursOfDay.ALL);
        GarbageConfig off = settings(false, HoursOfDay.ALL);
        assertThat(new GarbageCollecting(on, (_, _, _) -> Optional.empty(), true, () -> time, RegistryEvents.NONE)
                        .interval())
                .isZero();
        assertThat(new GarbageCollecting(off, (_, _, _) -> Optional.empty(), false, () -> time, RegistryEvents.NONE)
                        .interval())
                .isZero();
    }

    @Test
    void twoServersOnOneFolderCollectItsGarbageOnce() throws Exception {
        String hex = Digest.tryParse("sha256:" + "7".repeat(64)).orElseThrow().hex();
        Path data = root.resolve("docker/registry/v2/blobs/sha256/77/" + hex + "/data");
        Files.createDirectories(data.getParent());
        Files.writeString(data, "garbage");
        Files.setLastModifiedTime(data, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        run();
        run();
        assertThat(data).doesNotExist();
        assertThat(logged(Level.INFO)).singleElement().asString().contains("removed=1 removedBytes=7", "complete=true");
    }

    private void run() throws Exception {
        JsonNode keys = JsonMapper.builder().build().valueToTree(Map.of("rootdirectory", root.toString()));
        DriverContext context = DriverUnderTest.context();
        try (StorageDriver driver =
                StorageDrivers.installed().choose("filesystem").open(keys, StorageDrivers.Use.WRITING, context)) {
            GarbageModule.collecting(
                            settings(true, HoursOfDay.ALL),
                            new WritesConfig(false, false, false),
                            GarbageModule.garbage(
                                    driver,
                                    InstantSource.system(),
                                    new Retentions(RetentionPolicies.NONE, () -> AccessRules.USERS_MAY_ALL),
                                    new ProxyConfig(List.of(), OptionalLong.empty()),
                                    context.computing()),
                            driver,
                            InstantSource.system(),
                            RegistryEvents.NONE)
                    .run();
        }
    }
}
