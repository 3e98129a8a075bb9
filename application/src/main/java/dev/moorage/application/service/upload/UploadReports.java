package dev.moorage.application.service.upload;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.in.failure.StorageFailure;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.BodyEndedException;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CancelUpload;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.EndUpload;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import dev.moorage.application.port.out.event.UploadEvent.Ending;
import dev.moorage.application.port.out.event.UploadEvent.Place;
import dev.moorage.application.service.health.StorageFailures;
import dev.moorage.domain.upload.UploadToken;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Makes the events of uploads. Without listeners it passes requests on as they are. */
final class UploadReports {
    private final RegistryEvents events;
    private final InstantSource clock;
    private final StorageFailures failures = new StorageFailures();
    private final boolean watchesBodies;

    UploadReports(RegistryEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
        this.watchesBodies = events.wants(EventKind.BODY_BEGUN)
                || events.wants(EventKind.BODY_ENDED)
                || events.wants(EventKind.UPLOAD_FENCED);
    }

    /**
     * What a request does with its body.
     *
     * @param <R> the outcomes
     */
    interface Reading<R> {
        R read(UploadBody body) throws IOException;
    }

    /** Reports that an upload was started. */
    void started(Caller caller, UploadToken token) {
        if (events.wants(EventKind.UPLOAD_STARTED)) {
            events.report(new UploadEvent.Started(caller, token.repository(), token.id()));
        }
    }

    /** Runs a request, and reports the begin and the end of its body, and whether the request has lost its upload. */
    <R> R around(UploadRequest upload, UploadBody body, Reading<R> reading) throws IOException {
        if (!watchesBodies) {
            return reading.read(body);
        }
        WatchedBody watched = new WatchedBody(body, System::nanoTime);
        boolean hasBody = body.length().orElse(-1) != 0;
        if (hasBody) {
            events.report(new UploadEvent.BodyBegun(
                    upload.caller(), upload.repository(), upload.id(), body.length(), watched));
        }
        long begun = System.nanoTime();
        BodyEnd end = BodyEnd.STORAGE_ERROR;
        try {
            R result = reading.read(watched);
            end = end(result, watched);
            return result;
        } catch (IOException e) {
            end = failures.classify(e) == StorageFailure.FULL ? BodyEnd.FULL : BodyEnd.STORAGE_ERROR;
            throw e;
        } finally {
            if (hasBody) {
                events.report(new UploadEvent.BodyEnded(
                        upload.caller(),
                        upload.repository(),
                        upload.id(),
                        watched,
                        end,
                        Duration.ofNanos(System.nanoTime() - begun)));
            }
            if (end == BodyEnd.FENCED) {
                events.report(new UploadEvent.Fenced(
                        upload.caller(),
                        upload.repository(),
                        upload.id(),
                        watched.isAborted() ? Place.HERE : Place.ELSEWHERE));
            }
        }
    }

    private static BodyEnd end(Object result, WatchedBody body) {
        if (result instanceof UploadRejection.Superseded
                || result instanceof UploadRejection.Broken && body.isAborted()) {
            return BodyEnd.FENCED;
        }
        if (result instanceof UploadRejection.Broken(var _, IOException cause)) {
            if (cause instanceof BodyEndedException ended) {
                return ended.isStopping() ? BodyEnd.STOPPING : BodyEnd.TOO_SLOW;
            }
            return BodyEnd.CLIENT_GONE;
        }
        boolean isRead = result instanceof AppendResult.Appended
                || result instanceof CompleteResult.Committed
                || result instanceof CompleteResult.DigestMismatch;
        return isRead ? BodyEnd.COMPLETE : BodyEnd.REFUSED;
    }

    /**
     * Publishes the commit of a blob, before its client is answered.
     *
     * @param token of the upload, with the time at which it was started
     * @param size in bytes, where the request knows it
     * @param isRepeated whether an earlier request had committed the blob
     */
    CompleteResult committed(CompleteUploadCommand command, UploadToken token, OptionalLong size, boolean isRepeated)
            throws EventNotKeptException {
        if (events.wants(EventKind.BLOB_COMMITTED)) {
            events.publish(new ChangeEvent.BlobCommitted(
                    command.upload().caller(),
                    command.upload().repository(),
                    token.id(),
                    command.digest(),
                    size,
                    Duration.between(token.startedAt(), clock.instant()),
                    isRepeated));
        }
        return new CompleteResult.Committed(command.digest());
    }

    /** Reports that an upload has come to no blob. */
    void ended(UploadRequest upload, Ending ending) {
        if (events.wants(EventKind.UPLOAD_ENDED)) {
            events.report(new UploadEvent.Ended(upload.caller(), upload.repository(), upload.id(), ending));
        }
    }

    /** Returns a use case that reports what it has cancelled. */
    CancelUpload cancelling(CancelUpload cancel) {
        return upload -> {
            CancelResult result = cancel.cancel(upload);
            if (result instanceof CancelResult.Cancelled) {
                ended(upload, Ending.CANCELLED);
            }
            return result;
        };
    }

    /** Returns a use case that reports what it has ended. */
    EndUpload ending(EndUpload end) {
        return command -> {
            CancelResult result = end.end(command);
            if (result instanceof CancelResult.Cancelled && events.wants(EventKind.UPLOAD_ENDED)) {
                events.report(
                        new UploadEvent.Ended(command.caller(), command.repository(), command.id(), Ending.CANCELLED));
            }
            return result;
        };
    }
}
