package dev.moorage.application.service.upload.session;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.hash.Hasher;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.upload.UploadOutcome.Fenced;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadOutcome.Report;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * An upload whose generation this request has raised. This request is the only writer until another request raises the
 * generation again. After that, methods throw {@link WriterFencedException} or the driver's exception for a fenced writer.
 * For use by one thread.
 */
public final class ClaimedUpload implements AutoCloseable {
    private static final long MAX_SLICE = 256L << 20;

    private final UploadProtocol protocol;
    private final UploadSessions sessions;
    private final UploadHashes hashes;
    private final InstantSource clock;
    private final long firstSlice;
    private final UploadWriters.Writer writer;
    private final StagedObject staged;
    private final Hasher hasher;
    private final long generation;
    private final SessionReports reports;
    private SessionRecord record;
    private ObjectVersion version;

    ClaimedUpload(
            UploadProtocol protocol,
            UploadSessions sessions,
            UploadHashes hashes,
            InstantSource clock,
            long firstSlice,
            UploadWriters.Writer writer,
            StagedObject staged,
            Hasher hasher,
            SessionRecord record,
            ObjectVersion version,
            SessionReports reports) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.hashes = hashes;
        this.clock = clock;
        this.firstSlice = firstSlice;
        this.writer = writer;
        this.staged = staged;
        this.hasher = hasher;
        this.generation = record.session().generation();
        this.record = record;
        this.version = version;
        this.reports = reports;
    }

    /** Returns the record as it was last stored. */
    public SessionRecord record() {
        return record;
    }

    /** Returns the session in the record. */
    public UploadSession session() {
        return record.session();
    }

    public StagedObject staged() {
        return staged;
    }

    public Hasher hasher() {
        return hasher;
    }

    /**
     * Appends a body. From time to time the durable offset is stored in the record, so that a crash loses little.
     *
     * @return why the body ended early. Empty if all of it is durable
     */
    public Optional<IOException> append(UploadBody body) throws IOException {
        HashedBody source = hashes.hashed(body, hasher);
        long slice = firstSlice;
        while (true) {
            Appended appended = staged.append(source.nextSlice(slice));
            if (appended.broken().isPresent() || source.ended()) {
                return appended.broken();
            }
            checkpoint();
            slice = Math.min(slice * 4, MAX_SLICE);
        }
    }

    private void checkpoint() throws IOException {
        store(protocol.checkpoint(record.session(), generation, staged.size(), clock.instant()));
    }

    /**
     * Ends the writing of this request. Records what is durable, and acknowledges it if the client will receive the
     * offset.
     */
    public UploadSession recordProgress(boolean acknowledge) throws IOException {
        store(protocol.appended(record.session(), generation, staged.size(), acknowledge, clock.instant()));
        return record.session();
    }

    /** Stores the outcome of a writer's report. */
    public void store(Report report) throws IOException {
        switch (report) {
            case Fenced _ -> throw new WriterFencedException();
            case Recorded(UploadSession next) ->
                replace(new SessionRecord(next, Optional.of(staged.state()), states(next), record.history()));
        }
    }

    public void replace(SessionRecord next) throws IOException {
        try {
            version = sessions.replace(next, version);
            record = next;
            reports.reportRecord(next);
        } catch (ConditionFailedException _) {
            throw new WriterFencedException();
        }
    }

    private List<HashState> states(UploadSession next) {
        // After a failure of the store, the hash may be ahead of the durable bytes. Then only the states known before
        // count.
        return hasher.length() == staged.size()
                ? hashes.keptStates(record.hashes(), next.acknowledged(), hasher)
                : record.hashes();
    }

    @Override
    public void close() {
        if (hasher.length() == staged.size()) {
            hashes.keep(record.session().id(), version, hasher);
        }
        staged.close();
        writer.close();
    }
}
