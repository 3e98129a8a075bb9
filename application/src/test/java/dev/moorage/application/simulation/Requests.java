package dev.moorage.application.simulation;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadPhase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Sends the requests of a client and checks their answers. */
final class Requests {
    private final World world;
    private final Client client;

    Requests(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    /** A body that can be sent repeatedly. */
    record Body(byte[] content, int breaksAt, int stalls, boolean announced) {}

    private SimulatedBody body(Body body, World.About request) {
        return new SimulatedBody(
                world.chaos,
                body.content(),
                body.breaksAt(),
                body.stalls(),
                body.announced(),
                end -> world.count(
                        end == SimulatedBody.End.WHOLE ? Coverage.Event.BODY_ENDS : Coverage.Event.BODY_BREAKS,
                        request));
    }

    /** A request. Running it makes the call and returns the handling of its answer. */
    private interface Call {
        Runnable run(Replica replica) throws IOException;
    }

    private void send(String what, World.About request, Optional<UploadProgress> used, Call call) {
        Runnable lost = client.whenAnswered(() -> client.lost(used));
        int sent = client.ticket();
        world.start(client.name() + " " + what, request, replica -> {
            Runnable answer;
            try {
                answer = call.run(replica);
            } catch (IOException | ReplicaCrashed e) {
                world.note("   " + client.name() + ": " + e.getMessage());
                request.blob().ifPresent(blob -> mayDangle(request.repository(), blob));
                lost.run();
                throw e;
            }
            if (sent == client.ticket()) {
                world.note("   " + client.name() + " is answered");
                answer.run();
                client.whenAnswered(() -> {}).run();
            }
        });
    }

    private void mayDangle(RepositoryName repository, Digest digest) {
        world.invariants.promises().mayDangle(new Promises.Blob(repository, digest));
    }

    private static World.About about(UploadProgress used, byte[] body) {
        return new World.About(used.repository(), Optional.of(used.id()), body);
    }

    private static UploadRequest request(UploadProgress used) {
        return new UploadRequest(UnrestrictedCaller.ANONYMOUS, used.repository(), used.id(), Optional.of(used.state()));
    }

    void start(RepositoryName repository, DigestAlgorithm algorithm) {
        send("POST", new World.About(repository, Optional.empty(), new byte[0]), Optional.empty(), replica -> {
            UploadProgress progress =
                    replica.uploads().start().start(UnrestrictedCaller.ANONYMOUS, repository, algorithm);
            return () -> {
                world.share(progress);
                client.stands(progress);
            };
        });
    }

    void append(UploadProgress used, Optional<ChunkRange> range, Body body) {
        World.About request = about(used, body.content());
        Told before = told(used);
        attempt(used, range, body);
        world.count(Coverage.Event.APPEND, request);
        send(
                "PATCH " + used.offset() + "+" + body.content().length + (body.breaksAt() >= 0 ? " broken" : ""),
                request,
                Optional.of(used),
                replica -> {
                    AppendResult result = replica.uploads().append().append(request(used), range, body(body, request));
                    return () -> answered(result, used, range, body, before);
                });
    }

    private void attempt(UploadProgress used, Optional<ChunkRange> range, Body body) {
        if (range.isEmpty() || range.get().first() == used.offset()) {
            world.invariants.ledger(used.id()).attempt(used.offset(), body.content());
        }
    }

    /** The offset that was reported for an upload before a request, and the deletions before the request. */
    private record Told(Ledger ledger, long offset, int life, int deletions) {
        void then(UploadProgress progress) {
            ledger.tell(progress.offset(), offset, life);
        }
    }

    private Told told(UploadProgress used) {
        Ledger ledger = world.invariants.ledger(used.id());
        return new Told(
                ledger,
                ledger.told(),
                ledger.life(),
                world.invariants.promises().deletions());
    }

    private void answered(
            AppendResult result, UploadProgress used, Optional<ChunkRange> range, Body body, Told before) {
        switch (result) {
            case AppendResult.Appended(UploadProgress progress) -> {
                appended(progress, used, range, body, before);
                stands(progress, before);
            }
            case UploadRejection.OutOfRange(UploadProgress progress) -> stands(progress, before);
            case UploadRejection.Broken(UploadProgress progress, IOException _) -> stands(progress, before);
            case UploadRejection.Superseded _ -> client.lost(Optional.of(used));
            case UploadRejection.UnknownUpload _ -> unknown(used);
            case UploadRejection.InvalidToken _ -> throw new Violation("(7) a token of ours is refused");
        }
    }

    private static void appended(
            UploadProgress progress, UploadProgress used, Optional<ChunkRange> range, Body body, Told before) {
        byte[] content = body.content();
        if (range.isPresent() && range.get().first() != used.offset()) {
            throw new Violation("(5) a chunk with a gap was accepted");
        }
        if (body.breaksAt() >= 0 || progress.offset() != used.offset() + content.length) {
            throw new Violation("(5) accepted, and " + progress.offset() + " is not the end of the body");
        }
        Optional<byte[]> agreed = before.ledger().agreed();
        if (before.life() == before.ledger().life()
                && agreed.isPresent()
                && (agreed.get().length < progress.offset()
                        || !Arrays.equals(
                                agreed.get(),
                                (int) used.offset(),
                                (int) progress.offset(),
                                content,
                                0,
                                content.length))) {
            throw new Violation("(5) accepted, and the bytes are not those of the body");
        }
    }

    private void stands(UploadProgress progress, Told before) {
        before.then(progress);
        world.share(progress);
        client.stands(progress);
    }

    private void unknown(UploadProgress used) {
        if (!world.invariants.mayBeGone(used.repository(), used.id())) {
            throw new Violation("(4) an upload that nobody has ended is unknown");
        }
        client.unknown();
    }

    void status(UploadProgress used) {
        World.About request = about(used, new byte[0]);
        Told before = told(used);
        world.count(Coverage.Event.STATUS, request);
        send("GET status " + used.offset(), request, Optional.of(used), replica -> {
            StatusResult result = replica.uploads().status().status(request(used));
            return () -> {
                switch (result) {
                    case StatusResult.InProgress(UploadProgress progress) -> stands(progress, before);
                    case UploadRejection.UnknownUpload _ -> unknown(used);
                    case UploadRejection.InvalidToken _ -> throw new Violation("(7) a token of ours is refused");
                }
            };
        });
    }

    void cancel(UploadProgress used) {
        World.About request = about(used, new byte[0]);
        world.invariants.ledger(used.id()).mayBeGoneNow();
        world.count(Coverage.Event.CANCEL, request);
        send("DELETE", request, Optional.of(used), replica -> {
            CancelResult result = replica.uploads().cancel().cancel(request(used));
            return () -> {
                if (result instanceof UploadRejection.InvalidToken) {
                    throw new Violation("(7) a token of ours is refused");
                }
                client.unknown();
            };
        });
    }

    void finish(UploadProgress used, Digest digest, Optional<ChunkRange> range, Body body) {
        World.About request =
                new World.About(used.repository(), Optional.of(used.id()), body.content(), Optional.of(digest));
        Told before = told(used);
        attempt(used, range, body);
        before.ledger().mayBeGoneNow();
        world.invariants.promises().commits(used.id());
        world.count(Coverage.Event.FINISH, request);
        boolean committed = isCommitted(used, digest);
        send("PUT " + used.offset() + "+" + body.content().length, request, Optional.of(used), replica -> {
            CompleteResult result = replica.uploads()
                    .complete()
                    .complete(new CompleteUploadCommand(request(used), digest, range, body(body, request)));
            if (!(result instanceof CompleteResult.Committed)) {
                mayDangle(used.repository(), digest);
            }
            return () -> {
                if (committed && isThere(used, digest) && !(result instanceof CompleteResult.Committed)) {
                    throw new Violation("(10) a PUT that was committed is answered " + result);
                }
                answered(result, used.repository(), digest, Optional.of(used), before);
            };
        });
    }

    /** Returns whether an upload is committed, and its link was not deleted since. */
    private boolean isThere(UploadProgress used, Digest digest) {
        Promises promises = world.invariants.promises();
        return isCommitted(used, digest)
                && promises.stays(
                        new Promises.Blob(used.repository(), digest), promises.deletionsBeforeCommit(used.id()));
    }

    private boolean isCommitted(UploadProgress used, Digest digest) {
        return world.invariants
                .session(used.repository(), used.id())
                .filter(session -> session.phase().equals(new UploadPhase.Committed(digest)))
                .isPresent();
    }

    void push(RepositoryName repository, Digest digest, Body body) {
        World.About request = new World.About(repository, Optional.empty(), body.content(), Optional.of(digest));
        Told before = new Told(new Ledger(), 0, 0, world.invariants.promises().deletions());
        send("POST " + body.content().length, request, Optional.empty(), replica -> {
            CompleteResult result = replica.uploads()
                    .push()
                    .push(new PushBlobCommand(UnrestrictedCaller.ANONYMOUS, repository, digest, body(body, request)));
            if (!(result instanceof CompleteResult.Committed)) {
                mayDangle(repository, digest);
            }
            return () -> answered(result, repository, digest, Optional.empty(), before);
        });
    }

    private void answered(
            CompleteResult result,
            RepositoryName repository,
            Digest digest,
            Optional<UploadProgress> used,
            Told before) {
        switch (result) {
            case CompleteResult.Committed(Digest committed) -> {
                world.pushed(committed);
                world.invariants.promises().promise(new Promises.Blob(repository, committed), before.deletions());
                if (!committed.equals(digest)) {
                    throw new Violation("(1) committed is " + committed + ", and not what was asked for");
                }
                client.committed();
            }
            case CompleteResult.DigestMismatch(UploadProgress progress, Digest actual) -> {
                mismatch(progress, digest, actual);
                stands(progress, before);
            }
            case UploadRejection.OutOfRange(UploadProgress progress) -> stands(progress, before);
            case UploadRejection.Broken(UploadProgress progress, IOException _) -> stands(progress, before);
            case UploadRejection.Superseded _ -> client.lost(used);
            case UploadRejection.UnknownUpload _ -> client.unknown();
            case UploadRejection.InvalidToken _ -> throw new Violation("(7) a token of ours is refused");
            case CompleteResult.NoLongerAllowed _ -> throw new Violation("(7) the right was never lost");
        }
    }

    private void mismatch(UploadProgress progress, Digest asked, Digest actual) {
        Optional<Digest> known = world.invariants.digestOf(progress.id(), progress.offset(), asked.algorithm());
        if (known.isPresent() && !known.get().equals(actual)) {
            throw new Violation("(2) the bytes hash to " + known.get() + ", and not to " + actual);
        }
        if (asked.equals(actual)) {
            throw new Violation("(10) the digest that was asked for is refused");
        }
    }

    /** Sends a token of another upload, or one that no secret signed. */
    void forged(UploadRequest forged, boolean altered) {
        World.About request = new World.About(forged.repository(), Optional.empty(), new byte[0]);
        send("forged PATCH", request, Optional.empty(), replica -> {
            AppendResult result = replica.uploads()
                    .append()
                    .append(forged, Optional.empty(), body(new Body(new byte[1], -1, 0, true), request));
            return () -> {
                boolean refused = altered
                        ? result instanceof UploadRejection.InvalidToken
                        : result instanceof UploadRejection.UnknownUpload;
                if (!refused) {
                    throw new Violation("(7) a forged token is answered " + result);
                }
            };
        });
    }

    void mount(RepositoryName repository, Digest digest, RepositoryName from) {
        World.About request = new World.About(repository, Optional.empty(), new byte[0], Optional.of(digest));
        boolean promised = world.invariants.promises().isPromised(new Promises.Blob(from, digest));
        boolean condemned = world.invariants.promises().hasVerdict(digest);
        int before = world.invariants.promises().deletions();
        int changes = world.invariants.docketChanges();
        send("POST mount", request, Optional.empty(), replica -> {
            boolean mounted =
                    replica.blobs().mount().mount(UnrestrictedCaller.ANONYMOUS, repository, digest, Optional.of(from));
            if (!mounted) {
                mayDangle(repository, digest);
            }
            return () -> {
                if (mounted) {
                    world.pushed(digest);
                    world.invariants.promises().promise(new Promises.Blob(repository, digest), before);
                    client.committed();
                } else if (promised
                        && !condemned
                        && changes == world.invariants.docketChanges()
                        && world.invariants.promises().stays(new Promises.Blob(from, digest), before)) {
                    throw new Violation("(3) a blob that was committed cannot be mounted");
                }
            };
        });
    }

    void get(RepositoryName repository, Digest digest) {
        World.About request = new World.About(repository, Optional.empty(), new byte[0]);
        boolean promised = world.invariants.promises().isPromised(new Promises.Blob(repository, digest));
        int before = world.invariants.promises().deletions();
        send("GET blob", request, Optional.empty(), replica -> {
            Optional<byte[]> read = read(replica, repository, digest);
            return () -> {
                if (read.isEmpty()
                        && promised
                        && world.invariants.promises().stays(new Promises.Blob(repository, digest), before)) {
                    throw new Violation("(3) a blob that was committed is unknown");
                }
                if (read.isPresent()
                        && !Digest.of(digest.algorithm(), read.get()).equals(digest)) {
                    throw new Violation("(1) what was read does not hash to its digest");
                }
            };
        });
    }

    private static Optional<byte[]> read(Replica replica, RepositoryName repository, Digest digest) throws IOException {
        try {
            BlobInfo blob = replica.blobs().get().stat(repository, digest);
            ByteBuffer bytes = ByteBuffer.allocate((int) blob.size());
            try (BlobContent content = replica.blobs().get().open(blob, ByteRange.WHOLE)) {
                while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                    // Reads until the end.
                }
            }
            return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
        } catch (RegistryException _) {
            return Optional.empty();
        }
    }

    Optional<UploadProgress> someLocation() {
        return world.shared();
    }
}
