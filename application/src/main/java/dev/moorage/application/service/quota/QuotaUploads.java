package dev.moorage.application.service.quota;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.upload.ChunkRange;
import java.io.IOException;
import java.util.Optional;

/**
 * Uploads that fit into quotas. A request is refused before its body where its length is known. A body without a length ends when it
 * is too long.
 */
final class QuotaUploads {
    /** No body is so long. */
    private static final long MOST = 1L << 50;

    private final UploadUseCases uploads;
    private final QuotaGuard guard;
    private final UploadSessions sessions;

    QuotaUploads(UploadUseCases uploads, QuotaGuard guard, UploadSessions sessions) {
        this.uploads = uploads;
        this.guard = guard;
        this.sessions = sessions;
    }

    UploadUseCases useCases() {
        return new UploadUseCases(
                this::start,
                this::push,
                this::append,
                this::complete,
                uploads.status(),
                uploads.cancel(),
                uploads.end(),
                uploads.owner());
    }

    /**
     * What a request does with its body.
     *
     * @param <R> the outcomes
     */
    private interface Receiving<R> {
        R receive(UploadBody body, UsageLedger.Reservation reservation) throws IOException;
    }

    private UploadProgress start(Caller caller, RepositoryName repository, DigestAlgorithm algorithm)
            throws IOException {
        Optional<Quota> quota = guard.of(repository);
        if (quota.isPresent()) {
            guard.requireRoom(quota.get());
            guard.requireRepository(quota.get(), repository);
        }
        return uploads.start().start(caller, repository, algorithm);
    }

    private CompleteResult push(PushBlobCommand command) throws IOException {
        RepositoryName repository = command.repository();
        Optional<Quota> quota = guard.of(repository);
        if (quota.isEmpty() || guard.has(repository, command.digest())) {
            return uploads.push().push(command);
        }
        guard.requireRepository(quota.get(), repository);
        return received(
                quota.get(),
                0,
                command.body(),
                (body, reservation) -> counted(
                        quota.get(),
                        reservation,
                        command.digest(),
                        uploads.push()
                                .push(new PushBlobCommand(command.caller(), repository, command.digest(), body))));
    }

    private AppendResult append(UploadRequest upload, Optional<ChunkRange> range, UploadBody body) throws IOException {
        Optional<Quota> quota = guard.of(upload.repository());
        return quota.isEmpty()
                ? uploads.append().append(upload, range, body)
                : received(
                        quota.get(),
                        offset(upload, range),
                        body,
                        (limited, _) -> uploads.append().append(upload, range, limited));
    }

    private CompleteResult complete(CompleteUploadCommand command) throws IOException {
        UploadRequest upload = command.upload();
        Optional<Quota> quota = guard.of(upload.repository());
        if (quota.isEmpty() || guard.has(upload.repository(), command.digest())) {
            return uploads.complete().complete(command);
        }
        guard.requireRepository(quota.get(), upload.repository());
        return received(
                quota.get(),
                offset(upload, command.range()),
                command.body(),
                (body, reservation) -> counted(
                        quota.get(),
                        reservation,
                        command.digest(),
                        uploads.complete()
                                .complete(new CompleteUploadCommand(upload, command.digest(), command.range(), body))));
    }

    /** Returns how many bytes of an upload are there. A chunk at another place is refused by the upload itself. */
    private long offset(UploadRequest upload, Optional<ChunkRange> range) throws IOException {
        if (range.isPresent()) {
            return range.get().first();
        }
        return sessions.read(upload.path())
                .flatMap(UploadSessions.Stored::record)
                .map(SessionRecord::session)
                .map(session -> session.offset())
                .orElse(0L);
    }

    /** Receives a body, of an upload that has some bytes already. */
    private <R> R received(Quota quota, long offset, UploadBody body, Receiving<R> receiving) throws IOException {
        if (body.length().isPresent()) {
            try (UsageLedger.Reservation reservation =
                    guard.reserve(quota, sum(offset, body.length().getAsLong()))) {
                return receiving.receive(body, reservation);
            }
        }
        guard.requireRoom(quota);
        LimitedBody limited = new LimitedBody(body, guard.longestBody(quota, offset));
        try (UsageLedger.Reservation none = guard.reserve(quota, 0)) {
            R result = receiving.receive(limited, none);
            if (limited.isTooLong()) {
                throw guard.tooLong(quota, offset + limited.received());
            }
            return result;
        }
    }

    /** Returns the sum of two numbers that a client may have made up. It is far below an overflow, also of many requests. */
    private static long sum(long offset, long length) {
        return Math.min(offset, MOST) + Math.min(length, MOST);
    }

    private CompleteResult counted(
            Quota quota, UsageLedger.Reservation reservation, Digest digest, CompleteResult result) throws IOException {
        if (result instanceof CompleteResult.Committed) {
            guard.linked(quota, reservation, digest, guard.size(digest).orElse(0));
        }
        return result;
    }
}
