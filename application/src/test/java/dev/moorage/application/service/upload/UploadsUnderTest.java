package dev.moorage.application.service.upload;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.upload.session.SessionRecordFormat;
import dev.moorage.application.service.upload.session.UploadTuning;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.staging.StagedState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives tests of other packages access to the services. They do not wait for older writers, and store the durable
 * offset after every few bytes.
 */
public final class UploadsUnderTest {
    private static final long FIRST_SLICE = 16;

    private UploadsUnderTest() {}

    /** Returns the services of one replica. */
    public static UploadUseCases over(
            StorageDriver storage,
            Docket docket,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock,
            UploadProtocol protocol) {
        return UploadServices.over(
                storage,
                docket,
                new TokenSecrets(List.of(new byte[TokenSecrets.MIN_BYTES])),
                hashing,
                ids,
                clock,
                protocol,
                new UploadTuning(Duration.ZERO, FIRST_SLICE));
    }

    /** A stored session record. */
    public record Stored(UploadSession session, Optional<StagedState> staged) {}

    /** Decodes a record. The result is empty if the bytes are not a record. */
    public static Optional<Stored> decode(byte[] record) {
        return SessionRecordFormat.decode(record).map(decoded -> new Stored(decoded.session(), decoded.staged()));
    }
}
