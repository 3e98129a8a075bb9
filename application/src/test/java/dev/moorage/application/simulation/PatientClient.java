package dev.moorage.application.simulation;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.simulation.store.Calls;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pushes one blob as common clients do. After an error it asks for the status, and resumes at the reported offset. If
 * the upload is unknown, it starts again. Each request goes to the next replica.
 */
final class PatientClient {
    private static final int MAX_TRIES = 4;
    private static final RepositoryName SOURCE = new RepositoryName("base");

    private final List<Replica> replicas;
    private final RepositoryName repository;
    private final byte[] blob;
    private final Digest digest;
    private int requests;

    /** The ways to push a blob. */
    enum Way {
        POST_WHOLE,
        POST_PUT_WHOLE,
        POST_PATCH_PUT,
        CHUNKS,
        CHUNKS_AND_LAST_IN_PUT,
        STATUS_BETWEEN_CHUNKS,
        WRONG_DIGEST_FIRST,
        CANCEL_AND_AGAIN,
        MOUNT;

        /** Returns whether the blob is sent in one body with a known digest, so that a small one needs no session. */
        boolean isWhole() {
            return this == POST_WHOLE || this == POST_PUT_WHOLE || this == MOUNT;
        }
    }

    PatientClient(List<Replica> replicas, RepositoryName repository, byte[] blob, Digest digest) {
        this.replicas = replicas;
        this.repository = repository;
        this.blob = blob;
        this.digest = digest;
    }

    private Replica next() {
        requests++;
        return replicas.get(requests % replicas.size());
    }

    /** Pushes the blob. A push that ends in an error is started again a limited number of times. */
    void push(Way way) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try {
                if (pushed(way)) {
                    return;
                }
            } catch (IOException _) {
                // 500: start again.
            }
        }
        throw new Violation("no push comes to an end");
    }

    private boolean pushed(Way way) throws IOException {
        return switch (way) {
            case POST_WHOLE ->
                isCommitted(next().uploads()
                        .push()
                        .push(new PushBlobCommand(UnrestrictedCaller.ANONYMOUS, repository, digest, body(blob))));
            case MOUNT -> mounted();
            case POST_PUT_WHOLE -> finished(start(), blob.length);
            case POST_PATCH_PUT -> finished(appended(start(), blob.length), 0);
            case CHUNKS -> finished(appended(appended(start(), blob.length / 2), blob.length), 0);
            case CHUNKS_AND_LAST_IN_PUT ->
                finished(appended(appended(start(), blob.length / 3), blob.length / 2), blob.length);
            case STATUS_BETWEEN_CHUNKS -> {
                Optional<UploadProgress> progress = appended(start(), blob.length / 2);
                yield finished(appended(progress.flatMap(this::status), blob.length), 0);
            }
            case WRONG_DIGEST_FIRST -> finished(mismatched(appended(start(), blob.length)), 0);
            case CANCEL_AND_AGAIN -> {
                cancelled(appended(start(), blob.length / 2));
                yield finished(start(), blob.length);
            }
        };
    }

    private static SimulatedBody body(byte[] content) {
        return new SimulatedBody(Calls.PLAIN, content, -1, 0, true, end -> {});
    }

    private static UploadRequest request(UploadProgress of) {
        return new UploadRequest(UnrestrictedCaller.ANONYMOUS, of.repository(), of.id(), Optional.of(of.state()));
    }

    private Optional<UploadProgress> start() throws IOException {
        return Optional.of(
                next().uploads().start().start(UnrestrictedCaller.ANONYMOUS, repository, digest.algorithm()));
    }

    private static boolean isCommitted(CompleteResult result) {
        if (result instanceof CompleteResult.DigestMismatch || result instanceof UploadRejection.InvalidToken) {
            throw new Violation("the right blob is answered " + result);
        }
        return result instanceof CompleteResult.Committed;
    }

    private boolean mounted() throws IOException {
        next().uploads().push().push(new PushBlobCommand(UnrestrictedCaller.ANONYMOUS, SOURCE, digest, body(blob)));
        return next().blobs().mount().mount(UnrestrictedCaller.ANONYMOUS, repository, digest, Optional.of(SOURCE));
    }

    /** Sends the missing bytes up to an offset. The result is empty if the upload does not exist any more. */
    private Optional<UploadProgress> appended(Optional<UploadProgress> from, int end) {
        Optional<UploadProgress> at = from;
        for (int tries = 0; at.isPresent() && tries < MAX_TRIES; tries++) {
            UploadProgress used = at.get();
            if (used.offset() >= end) {
                return at;
            }
            try {
                byte[] chunk = Arrays.copyOfRange(blob, (int) used.offset(), end);
                AppendResult result = next().uploads().append().append(request(used), Optional.empty(), body(chunk));
                at = switch (result) {
                    case AppendResult.Appended(UploadProgress progress) -> Optional.of(progress);
                    case UploadRejection.OutOfRange(UploadProgress progress) -> Optional.of(progress);
                    case UploadRejection.Broken _, UploadRejection.Superseded _ -> status(used);
                    case UploadRejection.UnknownUpload _, UploadRejection.InvalidToken _ -> Optional.empty();
                };
            } catch (IOException _) {
                at = status(used);
            }
        }
        return at;
    }

    private Optional<UploadProgress> status(UploadProgress of) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try {
                if (!(next().uploads().status().status(request(of)) instanceof StatusResult.InProgress(var progress))) {
                    return Optional.empty();
                }
                if (progress.offset() < of.offset()) {
                    throw new Violation("the acknowledged offset went back");
                }
                return Optional.of(progress);
            } catch (IOException _) {
                // 500: ask again.
            }
        }
        throw new Violation("no status is answered");
    }

    /**
     * Completes the upload with the missing bytes up to an offset as its body. If the answer is lost, it is requested
     * again.
     */
    private boolean finished(Optional<UploadProgress> from, int end) throws IOException {
        if (from.isEmpty()) {
            return false;
        }
        UploadProgress used = from.get();
        byte[] rest = Arrays.copyOfRange(blob, (int) used.offset(), Math.max(end, (int) used.offset()));
        try {
            return isCommitted(complete(used, digest, rest));
        } catch (IOException _) {
            return isCommitted(complete(used, digest, rest));
        }
    }

    private CompleteResult complete(UploadProgress used, Digest wanted, byte[] rest) throws IOException {
        return next().uploads()
                .complete()
                .complete(new CompleteUploadCommand(request(used), wanted, Optional.empty(), body(rest)));
    }

    private Optional<UploadProgress> mismatched(Optional<UploadProgress> from) {
        if (from.isEmpty()) {
            return from;
        }
        Digest wrong = new Digest(digest.algorithm(), "0".repeat(digest.hex().length()));
        try {
            return switch (complete(from.get(), wrong, new byte[0])) {
                case CompleteResult.DigestMismatch(UploadProgress progress, Digest actual) -> {
                    if (!actual.equals(digest)) {
                        throw new Violation("the bytes are said to have the digest " + actual);
                    }
                    yield Optional.of(progress);
                }
                case CompleteResult.Committed _ -> throw new Violation("committed under a wrong digest");
                default -> status(from.get());
            };
        } catch (IOException _) {
            return status(from.get());
        }
    }

    private void cancelled(Optional<UploadProgress> from) throws IOException {
        if (from.isPresent()) {
            CancelResult result = next().uploads().cancel().cancel(request(from.get()));
            if (result instanceof UploadRejection.InvalidToken) {
                throw new Violation("a token of ours is refused");
            }
        }
    }
}
