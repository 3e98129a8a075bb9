package dev.moorage.application.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.live.LiveFilter;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.out.event.BodyProgress;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two replicas over one store, of which each lists the uploads of both. */
class LiveReplicasTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");

    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore(() -> now));
    private final Server one = new Server("one", driver);
    private final Server two = new Server("two", driver);
    private final UploadId id = new UploadId(UUID.randomUUID());

    /** A replica. */
    private final class Server {
        private final LiveTransfers transfers = new LiveTransfers(() -> now);
        private final LiveReporter reporter;
        private final ListLiveUploadsService list;

        private Server(String name, StorageDriver storage) {
            Replica replica = new Replica(name, name + "-1");
            this.reporter = new LiveReporter(storage, transfers, replica, () -> now);
            this.list = new ListLiveUploadsService(
                    transfers, replica, new OtherReplicas(storage, replica, () -> now, true), () -> now);
        }

        private BodyProgress begins() {
            BodyProgress body = new BodyProgress() {
                @Override
                public long received() {
                    return 100;
                }

                @Override
                public boolean isComplete() {
                    return false;
                }

                @Override
                public Duration idle() {
                    return Duration.ZERO;
                }
            };
            transfers.take(new UploadEvent.BodyBegun(
                    UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, OptionalLong.empty(), body));
            return body;
        }

        private LiveUploads listed() {
            return list.list(UnrestrictedCaller.ANONYMOUS, LiveFilter.ALL);
        }
    }

    private void passes(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private boolean isReported() throws IOException {
        return driver.stat(RegistryKeys.LIVE.resolve("one-1")).isPresent();
    }

    @Test
    void anUploadOfAnotherReplicaIsSeenAsItIsThere() throws IOException {
        var _ = one.begins();
        passes(10);
        one.reporter.report();
        LiveUpload here = one.listed().uploads().getFirst();
        LiveUploads there = two.listed();
        assertThat(there.isPartial()).isFalse();
        assertThat(there.replicas()).extracting(LiveUploads.Replica::name).containsExactly("two", "one");
        assertThat(there.uploads()).hasSize(1);
        LiveUpload seen = there.uploads().getFirst();
        assertThat(seen.replica()).isEqualTo("one");
        assertThat(seen.id()).isEqualTo(here.id());
        assertThat(seen.state()).isEqualTo(here.state());
        assertThat(seen.client()).isEqualTo(here.client());
        assertThat(seen.flow().bytes()).isEqualTo(here.flow().bytes());
        assertThat(seen.history().startedAt()).isEqualTo(here.history().startedAt());
    }

    @Test
    void shortUploadsAreNotReportedAndWhatHasEndedIsRemoved() throws IOException {
        BodyProgress body = one.begins();
        passes(9);
        one.reporter.report();
        assertThat(isReported()).isFalse();
        passes(1);
        one.reporter.report();
        assertThat(isReported()).isTrue();
        one.transfers.take(new UploadEvent.BodyEnded(
                UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, body, BodyEnd.COMPLETE, Duration.ZERO));
        one.reporter.report();
        assertThat(isReported()).isFalse();
    }

    @Test
    void aReplicaThatStopsRemovesItsReport() throws IOException {
        var _ = one.begins();
        passes(10);
        one.reporter.report();
        one.reporter.withdraw();
        assertThat(isReported()).isFalse();
    }

    @Test
    void uploadsOfASilentReplicaAreIdleAndItsReportIsRemovedAfterAnHour() throws IOException {
        var _ = one.begins();
        passes(10);
        one.reporter.report();
        passes(31);
        LiveUploads silent = two.listed();
        assertThat(silent.isPartial()).isTrue();
        assertThat(silent.uploads().getFirst().state()).isEqualTo(UploadState.IDLE);
        assertThat(silent.rate()).isZero();
        passes(3600);
        assertThat(two.listed().uploads()).isEmpty();
        assertThat(isReported()).isFalse();
    }

    @Test
    void anUploadThatGoesOnAtAnotherReplicaIsListedOnceFromThere() throws IOException {
        BodyProgress first = one.begins();
        one.transfers.take(new UploadEvent.BodyEnded(
                UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, first, BodyEnd.CLIENT_GONE, Duration.ZERO));
        passes(5);
        var _ = two.begins();
        passes(10);
        two.reporter.report();
        LiveUploads listed = one.listed();
        assertThat(listed.uploads()).hasSize(1);
        assertThat(listed.uploads().getFirst().replica()).isEqualTo("two");
    }

    @Test
    void readersShareWhatWasReadForTwoSeconds() throws IOException {
        var _ = one.begins();
        passes(10);
        one.reporter.report();
        Server third = new Server("three", driver);
        assertThat(third.listed().uploads()).hasSize(1);
        one.reporter.withdraw();
        passes(1);
        assertThat(third.listed().uploads()).hasSize(1);
        passes(2);
        assertThat(third.listed().uploads()).isEmpty();
    }

    @Test
    void aReportThatCannotBeReadAndAStoreThatFailsMakeTheListPartial() throws IOException {
        var _ = driver.put(
                RegistryKeys.LIVE.resolve("broken"),
                "{\"version\":1}".getBytes(StandardCharsets.UTF_8),
                WriteCondition.ANY,
                Durability.PROCESS_CRASH);
        assertThat(two.listed().isPartial()).isTrue();
        Server failing = new Server("three", new HookedStorageDriver(driver, (_, _) -> {
            throw new IOException("no answer");
        }));
        assertThat(failing.listed().isPartial()).isTrue();
        assertThat(failing.listed().uploads()).isEmpty();
    }
}
