package dev.moorage.application.service.upload.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.upload.UploadHistory;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadPhase;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.staging.StagedState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with a history of requests, and without. */
class SessionRecordFormatTest {
    private static final UploadSession SESSION = new UploadSession(
            new UploadId(UUID.randomUUID()),
            new RepositoryName("a/b"),
            DigestAlgorithm.SHA256,
            Instant.parse("2027-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:01:00Z"),
            3,
            70,
            60,
            new UploadPhase.Open());

    private static SessionRecord record(UploadHistory history) {
        return new SessionRecord(SESSION, Optional.of(new StagedState("s")), List.of(), history);
    }

    @Test
    void aHistoryComesBackAsItWasStored() {
        for (UploadHistory history : List.of(
                UploadHistory.NONE,
                new UploadHistory(Optional.empty(), "", "", 1, 0, OptionalLong.empty()),
                new UploadHistory(Optional.of("cï"), "2001:db8::1", "docker/29.1", 7, 2, OptionalLong.of(1L << 40)))) {
            assertThat(SessionRecordFormat.decode(SessionRecordFormat.encode(record(history))))
                    .hasValue(record(history));
        }
    }

    @Test
    void aRecordOfAnUploadOfWhichNoRequestIsKnownIsAsItWasBefore() {
        assertThat(new String(SessionRecordFormat.encode(record(UploadHistory.NONE)), StandardCharsets.UTF_8))
                .doesNotContain("history");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "[]",
                "{}",
                "{\"user\":1,\"address\":[],\"product\":{},\"requests\":\"x\",\"resumed\":1.5,\"expected\":\"9\"}"
            })
    void aHistoryOfAnotherFormCostsNoUpload(String history) {
        String stored = new String(SessionRecordFormat.encode(record(UploadHistory.NONE)), StandardCharsets.UTF_8);
        String other = stored.substring(0, stored.length() - 1) + ",\"history\":" + history + "}";
        assertThat(SessionRecordFormat.decode(other.getBytes(StandardCharsets.UTF_8)))
                .hasValue(record(UploadHistory.NONE));
    }
}
