package dev.moorage.application.service.upload;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.upload.EndUpload;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.port.in.upload.WalkUploads;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.upload.purge.OrphanPurge;
import dev.moorage.application.service.upload.purge.PurgeUploadsService;
import dev.moorage.application.service.upload.purge.SessionPurge;
import dev.moorage.application.service.upload.purge.UploadObjects;
import dev.moorage.application.service.upload.purge.UploadPages;
import dev.moorage.application.service.upload.purge.WalkUploadsService;
import dev.moorage.application.service.upload.session.CancelledUploads;
import dev.moorage.application.service.upload.session.DistributionUploadImport;
import dev.moorage.application.service.upload.session.FencedCommitRecorder;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.UploadHashes;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.application.service.upload.session.UploadTuning;
import dev.moorage.application.service.upload.session.UploadWriters;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Wires the use cases for pushing a blob. */
public final class UploadServices {
    private static final int MAX_LIVE_HASHES = 16_384;
    private static final int MAX_CANCELLED = 65_536;
    private static final int MONOLITHIC_BYTES = 16 << 20;

    private UploadServices() {}

    /**
     * Returns the use cases over one storage driver. They share this process's knowledge of active uploads, so there is one
     * instance for each driver.
     *
     * @param docket the docket of this replica
     */
    public static UploadUseCases over(
            StorageDriver storage,
            Docket docket,
            TokenSecrets secrets,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock) {
        return over(storage, docket, secrets, hashing, new ComputePool(), ids, clock, RegistryEvents.NONE);
    }

    /**
     * Returns the use cases over one storage driver, with listeners of their events.
     *
     * @param docket the docket of this replica
     * @param computing hashes what is large of a body
     */
    public static UploadUseCases over(
            StorageDriver storage,
            Docket docket,
            TokenSecrets secrets,
            PortableHashing hashing,
            ComputePool computing,
            Supplier<UploadId> ids,
            InstantSource clock,
            RegistryEvents events) {
        return over(
                storage,
                docket,
                secrets,
                new UploadHashes(hashing, computing, MAX_LIVE_HASHES),
                ids,
                clock,
                new UploadProtocol(),
                UploadTuning.PRODUCTION,
                events);
    }

    static UploadUseCases over(
            StorageDriver storage,
            Docket docket,
            TokenSecrets secrets,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock,
            UploadProtocol protocol,
            UploadTuning tuning) {
        UploadHashes hashes = new UploadHashes(hashing, new ComputePool(), MAX_LIVE_HASHES);
        return over(storage, docket, secrets, hashes, ids, clock, protocol, tuning, RegistryEvents.NONE);
    }

    private static UploadUseCases over(
            StorageDriver storage,
            Docket docket,
            TokenSecrets secrets,
            UploadHashes hashes,
            Supplier<UploadId> ids,
            InstantSource clock,
            UploadProtocol protocol,
            UploadTuning tuning,
            RegistryEvents events) {
        UploadReports reports = new UploadReports(events, clock);
        UploadTokens tokens = new UploadTokens(secrets);
        UploadSessions sessions = new UploadSessions(storage);
        UploadWriters writers = new UploadWriters(tuning.patience());
        CancelledUploads cancelled = new CancelledUploads(MAX_CANCELLED);
        UploadClaims claims = new UploadClaims(
                storage,
                sessions,
                hashes,
                writers,
                cancelled,
                new DistributionUploadImport(storage, sessions, hashes, protocol, clock),
                protocol,
                clock,
                tuning.firstSlice(),
                events);
        RepositoryBlobs blobs = new RepositoryBlobs(storage, new Links(storage));
        FencedCommitRecorder fencedCommits = new FencedCommitRecorder(sessions, protocol, clock);
        StartUploadService starts = new StartUploadService(tokens, ids, clock, reports);
        CompleteUploadService completes = new CompleteUploadService(
                protocol,
                clock,
                claims,
                tokens,
                starts,
                new UploadCommit(protocol, docket, hashes, clock, tokens, blobs, fencedCommits),
                new MonolithicUpload(storage, docket, blobs, MONOLITHIC_BYTES),
                new PublishedBytes(storage, docket, hashes, blobs, fencedCommits),
                reports,
                new IndependentCalls(storage));
        CancelUploadService cancels =
                new CancelUploadService(storage, sessions, hashes, writers, cancelled, protocol, clock, tokens);
        return new UploadUseCases(
                starts,
                completes,
                new AppendToUploadService(protocol, clock, claims, tokens, reports),
                completes,
                new GetUploadStatusService(protocol, clock, claims, tokens),
                reports.cancelling(cancels),
                reports.ending(cancels),
                (repository, id, state) -> tokens.owner(state, repository, id));
    }

    /** Returns the use case that reads the records of all uploads. A process that serves no uploads has it, too. */
    public static WalkUploads walk(StorageDriver storage) {
        return new WalkUploadsService(storage, new UploadSessions(storage));
    }

    /** Returns what reads the records of uploads page by page. */
    public static UploadPages pages(StorageDriver storage) {
        return new UploadPages(storage, new UploadSessions(storage));
    }

    /** Returns the use case that ends an upload, for a process that serves none. */
    public static EndUpload end(StorageDriver storage, TokenSecrets secrets, InstantSource clock) {
        return new CancelUploadService(
                storage,
                new UploadSessions(storage),
                new UploadHashes(PortableHashing.detect(), new ComputePool(), 1),
                new UploadWriters(UploadTuning.PRODUCTION.patience()),
                new CancelledUploads(1),
                new UploadProtocol(),
                clock,
                new UploadTokens(secrets));
    }

    /** Returns the purge use case. A process that serves no uploads has it, too. */
    public static PurgeUploads purge(StorageDriver storage, InstantSource clock) {
        UploadSessions sessions = new UploadSessions(storage);
        UploadObjects objects = new UploadObjects(storage);
        return new PurgeUploadsService(
                storage,
                sessions,
                new SessionPurge(sessions, objects, new UploadProtocol(), clock),
                new OrphanPurge(sessions, objects, clock),
                clock);
    }
}
