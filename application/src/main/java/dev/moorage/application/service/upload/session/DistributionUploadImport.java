package dev.moorage.application.service.upload.session;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.hash.Hasher;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadPhase;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.spi.staging.StagingRequest.ForeignBytes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes over uploads that CNCF Distribution left unfinished when it stopped ({@code data} and {@code startedat} in the
 * upload's folder). The stored bytes are hashed once and become a session of Moorage, so that the client can continue.
 */
public final class DistributionUploadImport {
    private final StorageDriver storage;
    private final UploadSessions sessions;
    private final UploadHashes hashes;
    private final UploadProtocol protocol;
    private final InstantSource clock;

    public DistributionUploadImport(
            StorageDriver storage,
            UploadSessions sessions,
            UploadHashes hashes,
            UploadProtocol protocol,
            InstantSource clock) {
        this.storage = storage;
        this.sessions = sessions;
        this.hashes = hashes;
        this.protocol = protocol;
        this.clock = clock;
    }

    /** Creates a session for an upload of CNCF Distribution. Returns whether the upload has a session now. */
    boolean importUpload(Path upload) throws IOException {
        if (!isDistributions(upload)) {
            return false;
        }
        Instant now = clock.instant();
        UploadSession first = new UploadSession(
                upload.id(),
                upload.repository(),
                DigestAlgorithm.CANONICAL,
                now,
                now,
                1,
                0,
                0,
                new UploadPhase.Appending());
        try {
            SessionRecord record = new SessionRecord(first, Optional.empty(), List.of());
            ObjectVersion version = sessions.create(record);
            return takeUp(upload, record, version);
        } catch (ConditionFailedException | StagingFencedException | StagedBytesLostException _) {
            return true; // Another request was faster, or has removed the bytes. The record shows which.
        }
    }

    private boolean isDistributions(Path upload) throws IOException {
        return storage.stat(RegistryKeys.uploadStartedAt(upload.repository(), upload.id()))
                .isPresent();
    }

    /**
     * Opens the staged bytes of an upload of which no state is recorded. Those of CNCF Distribution count as durable, since
     * it syncs what it acknowledges and has no fence. They are Moorage's from then on, and {@code startedat} is deleted.
     *
     * @return empty when there are no bytes
     */
    Optional<StagedObject> recover(Path upload, long generation) throws IOException {
        boolean distributions = isDistributions(upload);
        Optional<StagedObject> staged = storage.stage(new StagingRequest.Recover(
                RegistryKeys.upload(upload.repository(), upload.id()),
                generation,
                distributions ? ForeignBytes.DURABLE : ForeignBytes.UNTRUSTED));
        if (distributions && staged.isPresent()) {
            forgetStart(upload, staged.get());
        }
        return staged;
    }

    private void forgetStart(Path upload, StagedObject staged) throws IOException {
        try {
            storage.delete(
                    RegistryKeys.uploadStartedAt(upload.repository(), upload.id()),
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
        } catch (IOException e) {
            staged.close();
            throw e;
        }
    }

    private boolean takeUp(Path upload, SessionRecord record, ObjectVersion version) throws IOException {
        UploadSession first = record.session();
        Optional<StagedObject> found = recover(upload, first.generation());
        if (found.isEmpty()) {
            return false;
        }
        try (StagedObject staged = found.get()) {
            Hasher hasher = hashes.restore(record, version, staged).hasher();
            if (hasher.length() != staged.size()) {
                return false;
            }
            if (protocol.appended(first, first.generation(), staged.size(), true, clock.instant())
                    instanceof Recorded(UploadSession recorded)) {
                List<HashState> states = hashes.keptStates(List.of(), recorded.acknowledged(), hasher);
                sessions.replace(new SessionRecord(recorded, Optional.of(staged.state()), states), version);
            }
            return true;
        }
    }
}
