package dev.moorage.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.live.CountBodies.Counts;
import dev.moorage.application.port.in.live.CountBodies.Method;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.out.event.BodyProgress;
import dev.moorage.application.port.out.event.Endpoint;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.MaintenanceEvent;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Asked;
import dev.moorage.application.port.out.event.RequestEvent.Reason;
import dev.moorage.application.port.out.event.TrafficEvent;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Metrics of single events and of calls to storage. */
class RegistryMetricsTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a");
    private static final UploadId UPLOAD = new UploadId(new UUID(1, 2));

    private Counts bodies = new Counts(Map.of(), Map.of());
    private final RegistryMetrics metrics =
            new RegistryMetrics("1.0", "inmemory", () -> bodies, () -> Instant.parse("2026-11-30T12:00:00Z"));

    /** The progress of a body that has ended. */
    private static final class Progress implements BodyProgress {
        @Override
        public long received() {
            return 7;
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public Duration idle() {
            return Duration.ZERO;
        }
    }

    private String text() throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        metrics.write("", page);
        return page.toString(StandardCharsets.UTF_8);
    }

    private void take(RegistryEvent event) throws IOException {
        assertThat(metrics.listener().wants(event.kind())).isTrue();
        metrics.listener().take(event);
    }

    @Test
    void bodiesAreCountedAtEachScrape() throws IOException {
        assertThat(text())
                .contains("moorage_uploads{state=\"receiving\"} 0.0")
                .contains("moorage_upload_received_bytes_total{method=\"put\"} 0.0");
        bodies = new Counts(
                Map.of(UploadState.RECEIVING, 1, UploadState.STALLED, 2, UploadState.COMMITTING, 3),
                Map.of(Method.PUT, 5L, Method.PATCH, 6L));
        assertThat(text())
                .contains("moorage_uploads{state=\"receiving\"} 1.0")
                .contains("moorage_uploads{state=\"stalled\"} 2.0")
                .contains("moorage_uploads{state=\"committing\"} 3.0")
                .contains("moorage_upload_received_bytes_total{method=\"put\"} 5.0")
                .contains("moorage_upload_received_bytes_total{method=\"patch\"} 6.0")
                .contains("moorage_upload_received_bytes_total{method=\"post\"} 0.0")
                .doesNotContain("moorage_uploads{state=\"idle\"}");
    }

    @Test
    void endsOfBodiesAndRehashedBytesAreCounted() throws IOException {
        take(new UploadEvent.BodyEnded(
                UnrestrictedCaller.ANONYMOUS,
                REPOSITORY,
                UPLOAD,
                new Progress(),
                BodyEnd.FENCED,
                Duration.ofSeconds(1)));
        take(new UploadEvent.Rehashed(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD, 4096));
        take(new UploadEvent.Rehashed(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD, 4));
        assertThat(text())
                .contains("moorage_upload_bodies_ended_total{reason=\"fenced\"} 1.0")
                .contains("moorage_upload_rehashed_bytes_total 4100.0");
    }

    @Test
    void whatLiesInTheStorageIsKnownFromTheLastPurge() throws IOException {
        assertThat(text())
                .doesNotContain("moorage_uploads_recorded{", "\nmoorage_repositories ")
                .contains("moorage_uploads_walk_timestamp_seconds 0.0");
        take(new MaintenanceEvent.UploadsWalked(12, 3, 2, 1));
        assertThat(text())
                .contains("moorage_uploads_recorded{state=\"idle\"} 3.0")
                .contains("moorage_uploads_recorded{state=\"ended\"} 2.0")
                .contains("moorage_uploads_recorded{state=\"unrecorded\"} 1.0")
                .contains("\nmoorage_repositories 12.0")
                .contains("moorage_uploads_walk_timestamp_seconds 1.79604E9");
    }

    @Test
    void methodsAndStatusesThatAClientInventsAreOther() throws IOException {
        take(new TrafficEvent.Begun(Endpoint.BLOB));
        assertThat(text()).contains("registry_http_in_flight_requests{handler=\"blob\"} 1.0");
        take(new TrafficEvent.Served(Endpoint.BLOB, "INVENTED", 299, 0, 10, 1_000_000));
        assertThat(text())
                .contains("registry_http_in_flight_requests{handler=\"blob\"} 0.0")
                .contains("registry_http_requests_total{code=\"other\",handler=\"blob\",method=\"other\"} 1.0")
                .contains("registry_http_request_duration_seconds_count{handler=\"unknown\",method=\"other\"} 1")
                .doesNotContain("INVENTED", "invented", "code=\"299\"");
    }

    @Test
    void deniedRequestsAreCountedByReason() throws IOException {
        for (Reason reason : Reason.values()) {
            take(new RequestEvent.Denied(
                    UnrestrictedCaller.ANONYMOUS,
                    401,
                    Asked.PULL,
                    reason,
                    Optional.of("invented"),
                    Optional.empty(),
                    Optional.empty()));
        }
        assertThat(text())
                .contains("moorage_requests_denied_total{reason=\"credentials\"} 1.0")
                .contains("moorage_requests_denied_total{reason=\"rights\"} 1.0")
                .contains("moorage_requests_denied_total{reason=\"rate\"} 1.0")
                .doesNotContain("invented", "no_credentials");
    }

    @Test
    void collectionsOfGarbageAreCounted() throws IOException {
        GarbageReport report = new GarbageReport(9, 9, 0, 3, 30, 3, 30, 0, 0, true, true);
        take(new MaintenanceEvent.GarbageCollected(Optional.of(report), Duration.ofSeconds(2)));
        take(new MaintenanceEvent.GarbageCollected(Optional.empty(), Duration.ofSeconds(2)));
        assertThat(text())
                .contains("moorage_gc_runs_total{outcome=\"complete\"} 1.0")
                .contains("moorage_gc_runs_total{outcome=\"failed\"} 1.0")
                .contains("moorage_gc_deleted_total{kind=\"blob\"} 3.0")
                .contains("moorage_gc_deleted_bytes_total 30.0")
                .contains("moorage_gc_last_success_timestamp_seconds 1.79604E9");
    }

    @Test
    void callsToStorageAreTimedWithTheirOutcome() throws IOException {
        try (StorageDriver driver =
                new InterceptedStorageDriver(new InMemoryStorageDriver(new InMemoryStore()), metrics.storage())) {
            ObjectKey key = new ObjectKey("a");
            driver.stat(key);
            driver.put(key, new byte[1], WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
            assertThatThrownBy(() -> driver.put(key, new byte[1], WriteCondition.IF_ABSENT, Durability.POWER_LOSS))
                    .isInstanceOf(ConditionFailedException.class);
        }
        String found = text();
        for (String series : new String[] {
            "Stat\",driver=\"inmemory\",outcome=\"absent",
            "PutContent\",driver=\"inmemory\",outcome=\"ok",
            "PutContent\",driver=\"inmemory\",outcome=\"condition"
        }) {
            assertThat(found).contains("registry_storage_action_seconds_count{action=\"" + series + "\"} 1\n");
        }
    }

    @Test
    void aClientThatAsksForOpenMetricsGetsIt() throws IOException {
        String accept = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        metrics.write(accept, page);
        assertThat(metrics.contentType(accept)).startsWith("application/openmetrics-text");
        assertThat(page.toString(StandardCharsets.UTF_8)).endsWith("# EOF\n").doesNotContain("trace_id");
        assertThat(metrics.contentType("application/vnd.google.protobuf")).startsWith("text/plain");
    }

    @Test
    void eventsThatNoMetricCountsAreNotWanted() {
        assertThat(metrics.listener().wants(EventKind.TAGGED)).isFalse();
        assertThat(metrics.listener().wants(EventKind.MANIFEST_PUSHED)).isFalse();
    }
}
