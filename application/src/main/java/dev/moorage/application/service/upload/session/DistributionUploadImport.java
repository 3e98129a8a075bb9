package dev.moorage.application.service.upload.session;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.HashState;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadPhase;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagedState;
import dev.moorage.storage.spi.StagingFencedException;
import dev.moorage.storage.spi.StagingRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes over uploads that CNCF Distribution left unfinished when it stopped ({@code data} and {@code startedat} in the
 * upload's folder). The stored bytes are hashed once and become a session of Moorage, so that the client can continue.
 */
final class DistributionUploadImport {
    private final UploadCollaborators with;

    DistributionUploadImport(UploadCollaborators collaborators) {
        this.with = collaborators;
    }

    /** Creates a session for an upload of CNCF Distribution. Returns whether the upload has a session now. */
    boolean adopt(Path upload) throws IOException {
        ObjectKey area = RegistryKeys.upload(upload.repository(), upload.id());
        if (with.storage().stat(area.resolve("startedat")).isEmpty()) {
            return false;
        }
        Instant now = with.clock().instant();
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
            SessionRecord record = new SessionRecord(first, StagedState.UNRECORDED, List.of());
            ObjectVersion version = with.sessions().create(record);
            return takeUp(area, record, version);
        } catch (ConditionFailedException | StagingFencedException | StagedBytesLostException _) {
            return true; // Another request was faster, or has removed the bytes. The record shows which.
        }
    }

    private boolean takeUp(ObjectKey area, SessionRecord record, ObjectVersion version) throws IOException {
        UploadSession first = record.session();
        Optional<StagedObject> found =
                with.storage().stage(new StagingRequest.Reopen(area, first.generation(), StagedState.UNRECORDED));
        if (found.isEmpty()) {
            return false;
        }
        try (StagedObject staged = found.get()) {
            Hasher hasher = with.hashes().restore(record, version, staged);
            if (hasher.length() != staged.size()) {
                return false;
            }
            if (with.protocol()
                            .appended(
                                    first,
                                    first.generation(),
                                    staged.size(),
                                    true,
                                    with.clock().instant())
                    instanceof Recorded(UploadSession settled)) {
                List<HashState> states = with.hashes().keptStates(List.of(), settled.acknowledged(), hasher);
                with.sessions().replace(new SessionRecord(settled, staged.state(), states), version);
            }
            return true;
        }
    }
}
