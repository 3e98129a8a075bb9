package dev.moorage.application.service.upload;

import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.upload.AppendToUpload;
import dev.moorage.application.port.in.upload.CancelUpload;
import dev.moorage.application.port.in.upload.CompleteUpload;
import dev.moorage.application.port.in.upload.GetUploadStatus;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.port.in.upload.StartUpload;
import dev.moorage.application.service.upload.purge.OrphanPurge;
import dev.moorage.application.service.upload.purge.PurgeUploadsService;
import dev.moorage.application.service.upload.purge.SessionPurge;
import dev.moorage.application.service.upload.purge.UploadObjects;
import dev.moorage.application.service.upload.session.CancelledUploads;
import dev.moorage.application.service.upload.session.FencedCommitRecorder;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.UploadCollaborators;
import dev.moorage.application.service.upload.session.UploadHashes;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.application.service.upload.session.UploadTuning;
import dev.moorage.application.service.upload.session.UploadWriters;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.application.service.upload.token.UploadLocations;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.digest.PortableHashing;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The use cases for pushing a blob, over one storage driver. They share this process's knowledge of active uploads, so
 * there is one instance for each driver.
 */
public record UploadServices(
        StartUpload start,
        PushBlob push,
        AppendToUpload append,
        CompleteUpload complete,
        GetUploadStatus status,
        CancelUpload cancel,
        PurgeUploads purge) {
    private static final int MOST_LIVE_HASHES = 16_384;
    private static final int MOST_ENDED = 65_536;
    private static final int SMALL_BLOBS_ROOM = 16 << 20;

    /** Wires the services. */
    public static UploadServices over(
            StorageDriver storage,
            TokenSecrets secrets,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock) {
        return over(storage, secrets, hashing, ids, clock, new UploadProtocol(), UploadTuning.PRODUCTION);
    }

    static UploadServices over(
            StorageDriver storage,
            TokenSecrets secrets,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock,
            UploadProtocol protocol,
            UploadTuning tuning) {
        UploadTokens tokens = new UploadTokens(secrets);
        UploadCollaborators collaborators = new UploadCollaborators(
                storage,
                new UploadSessions(storage),
                protocol,
                new UploadHashes(hashing, MOST_LIVE_HASHES),
                new UploadWriters(tuning.patience()),
                new CancelledUploads(MOST_ENDED),
                tuning,
                clock);
        UploadLocations locations = new UploadLocations(tokens);
        UploadClaims claims = new UploadClaims(collaborators);
        Links links = new Links(storage);
        StartUploadService starts = new StartUploadService(locations, ids, clock);
        FencedCommitRecorder overtaken = new FencedCommitRecorder(collaborators);
        CompleteUploadService completes = new CompleteUploadService(
                collaborators,
                claims,
                locations,
                starts,
                new UploadCommit(collaborators, locations, links, overtaken),
                new MonolithicUpload(storage, links, SMALL_BLOBS_ROOM),
                links,
                overtaken);
        return new UploadServices(
                starts,
                completes,
                new AppendToUploadService(collaborators, claims, locations),
                completes,
                new GetUploadStatusService(collaborators, claims, locations),
                new CancelUploadService(collaborators, locations),
                purge(storage, clock));
    }

    /** Returns the purge use case alone, for a process that serves no uploads. */
    public static PurgeUploads purge(StorageDriver storage, InstantSource clock) {
        UploadSessions sessions = new UploadSessions(storage);
        UploadObjects areas = new UploadObjects(storage);
        return new PurgeUploadsService(
                storage,
                sessions,
                new SessionPurge(sessions, areas, new UploadProtocol(), clock),
                new OrphanPurge(sessions, areas, clock),
                clock);
    }
}
