package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.staging.Appended;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fetch of one blob by this replica. It has a thread of its own, and no client changes its fate or pace. Where the storage
 * fails, or another replica stores the blob, the bytes go to clients only.
 */
final class BlobFetch implements Runnable, FetchedBlobs.Repositories {
    private static final Logger LOG = LoggerFactory.getLogger(BlobFetch.class);
    private static final int BUFFER = 64 * 1024;

    private final FetchTools tools;
    private final ProxiedRepository source;
    private final Digest digest;
    private final CompletableFuture<Begun> begun = new CompletableFuture<>();
    private final Set<RepositoryName> repositories = new LinkedHashSet<>();
    private boolean linking;

    /** How a fetch has begun. */
    sealed interface Begun {
        /** Bytes arrive. */
        record Arriving(Incoming incoming) implements Begun {}

        /** The upstream did not say how large the blob is, and all of it is stored now. */
        record Complete() implements Begun {}

        /** The upstream does not have the blob, or does not give it. */
        record Absent() implements Begun {}
    }

    BlobFetch(FetchTools tools, ProxiedRepository source, Digest digest) {
        this.tools = tools;
        this.source = source;
        this.digest = digest;
        this.repositories.add(source.name());
    }

    /** Returns whether the upstream is asked for this repository. */
    synchronized boolean isFor(RepositoryName repository) {
        return repositories.contains(repository);
    }

    /** Returns whether the bytes come from an upstream. */
    boolean isFrom(Upstream upstream) {
        return source.upstream().equals(upstream);
    }

    /**
     * Adds a repository whose upstream has answered for the blob.
     *
     * @return false if the blob is linked already, and the caller links it
     */
    synchronized boolean joins(RepositoryName repository) {
        if (!linking) {
            repositories.add(repository);
        }
        return !linking;
    }

    @Override
    public synchronized Collection<RepositoryName> taken() {
        linking = true;
        return List.copyOf(repositories);
    }

    /**
     * Waits until the fetch has begun.
     *
     * @throws UpstreamFailedException the upstream could not say, or not in time
     */
    Begun awaitBegin(Duration most) throws IOException {
        try {
            return begun.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (TimeoutException _) {
            throw new UpstreamFailedException(Reason.SLOW, "the upstream does not begin to answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UpstreamFailedException failure
                    ? failure.again()
                    : new IOException(e.getCause());
        }
    }

    /** Returns the bytes that arrive. Empty before the fetch has begun. */
    Optional<Incoming> incoming() {
        return begun.isDone()
                        && !begun.isCompletedExceptionally()
                        && begun.join() instanceof Begun.Arriving(Incoming incoming)
                ? Optional.of(incoming)
                : Optional.empty();
    }

    @Override
    public void run() {
        try {
            switch (ask(0)) {
                case Found<UpstreamBlob>(UpstreamBlob blob) -> {
                    try (ResumingBody body =
                            new ResumingBody(tools.parts().protocol(), this::ask, blob, tools.pause())) {
                        receive(body);
                    }
                }
                case Missing<UpstreamBlob> _, Refused<UpstreamBlob> _ -> begun.complete(new Begun.Absent());
                case Unavailable<UpstreamBlob> why -> throw FetchFailures.of(why);
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) { // After an error of Java too, clients must not wait for ever.
            LOG.atError().addKeyValue("digest", digest).setCause(e).log("A fetch failed");
            fail(new IOException(e));
        } finally {
            // After an error of the virtual machine too, no client waits for ever.
            IOException ended = new UpstreamFailedException(Reason.UNAVAILABLE, "the fetch has ended");
            incoming().ifPresent(incoming -> incoming.ends(new Incoming.Outcome.Failed(ended)));
            begun.completeExceptionally(ended);
        }
    }

    private UpstreamAnswer<UpstreamBlob> ask(long offset) {
        return source.upstream().blob(source.remote(), digest, offset);
    }

    private void fail(IOException e) {
        UpstreamFailedException failure = FetchFailures.of(e);
        tools.failures().remember(source.upstream(), digest, failure);
        LOG.atWarn()
                .addKeyValue("repository", source.name())
                .addKeyValue("digest", digest)
                .addKeyValue("reason", failure.getMessage())
                .log("A blob could not be fetched");
        incoming().ifPresent(incoming -> incoming.ends(new Incoming.Outcome.Failed(failure)));
        begun.completeExceptionally(failure);
    }

    private void receive(ResumingBody body) throws IOException {
        OptionalLong size = body.size();
        Incoming incoming = new Incoming(tools.parts().protocol(), size.orElse(Long.MAX_VALUE));
        if (size.isPresent() && size.getAsLong() <= tools.wholePut()) {
            if (size.getAsLong() == 0) {
                requireDigest(Hasher.of(digest.algorithm())); // A response without bytes cannot fail later.
            }
            begun.complete(new Begun.Arriving(incoming));
            receiveSmall(body, incoming);
        } else {
            Optional<StagedFetch> claimed = claim(size);
            try {
                receiveLarge(body, incoming, claimed);
            } finally {
                claimed.ifPresent(StagedFetch::close);
            }
        }
        begun.complete(new Begun.Complete());
    }

    private void receiveSmall(ResumingBody body, Incoming incoming) throws IOException {
        Hasher hasher = Hasher.of(digest.algorithm());
        passOn(new ArrivingBytes(body, hasher, incoming, tools.report()));
        requireDigest(hasher);
        incoming.isVerified();
        store(incoming, () -> tools.blobs().put(digest, incoming.whole(), this));
    }

    private Optional<StagedFetch> claim(OptionalLong size) {
        try {
            return StagedFetch.claim(tools.parts(), digest, size);
        } catch (IOException e) {
            notStored(e);
            return Optional.empty();
        }
    }

    private void receiveLarge(ResumingBody body, Incoming incoming, Optional<StagedFetch> claimed) throws IOException {
        Hasher hasher = claimed.map(StagedFetch::hasher).orElseGet(() -> Hasher.of(digest.algorithm()));
        if (hasher.length() > 0) {
            incoming.continuesAt(hasher.length());
            body.continueAt(hasher.length());
        }
        incoming.isStaging(claimed.isPresent());
        if (body.size().isPresent()) {
            begun.complete(new Begun.Arriving(incoming));
        }
        ArrivingBytes bytes = new ArrivingBytes(body, hasher, incoming, tools.report());
        boolean staged = claimed.isPresent() && stage(claimed.get(), bytes, incoming);
        if (!staged) {
            incoming.isPaced();
        }
        passOn(bytes);
        if (!staged) {
            requireDigest(hasher);
            incoming.isVerified();
            passed(incoming);
            return;
        }
        commit(claimed.get(), incoming);
    }

    /** Appends the bytes to the staged object. Returns false if that failed, with the rest of the bytes still to come. */
    private boolean stage(StagedFetch fetch, ArrivingBytes bytes, Incoming incoming) throws IOException {
        try {
            while (!bytes.ended()) {
                Appended appended = fetch.append(bytes);
                if (appended.broken().isPresent()) {
                    leave(fetch);
                    throw new BrokenUpstreamException(appended.broken().get());
                }
                for (Incoming.StagedRead read : incoming.takeReads()) {
                    incoming.answer(read, read(fetch, read.offset()));
                }
                if (bytes.isReportDue()) {
                    fetch.report();
                    bytes.next();
                }
            }
            return true;
        } catch (BrokenUpstreamException e) {
            throw e.failure();
        } catch (IOException e) {
            incoming.isStaging(false);
            incoming.takeReads().forEach(read -> incoming.answer(read, Optional.empty()));
            notStored(e);
            return false;
        }
    }

    /** The failure of the upstream, as opposed to one of the storage. */
    private static final class BrokenUpstreamException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenUpstreamException(IOException cause) {
            super(cause);
        }

        IOException failure() {
            return getCause() instanceof IOException failure ? failure : this;
        }
    }

    /** Leaves the fetch to the next client. A server that stops has interrupted this thread, which still has to store that. */
    private static void leave(StagedFetch fetch) {
        boolean interrupted = Thread.interrupted();
        fetch.leave();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<ObjectContent> read(StagedFetch fetch, long offset) {
        try {
            return fetch.read(offset);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Reads the bytes that are not for the storage. */
    private static void passOn(ArrivingBytes bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (!bytes.ended()) {
            bytes.receive(buffer.clear());
        }
    }

    private void requireDigest(Hasher hasher) throws UpstreamFailedException {
        if (!hasher.digest().equals(digest)) {
            throw wrongBytes();
        }
    }

    private static UpstreamFailedException wrongBytes() {
        return new UpstreamFailedException(Reason.WRONG, "the upstream sends bytes with another digest");
    }

    private void commit(StagedFetch fetch, Incoming incoming) throws IOException {
        Optional<StagedFetch.Whole> whole;
        try {
            whole = fetch.verify();
        } catch (IOException e) {
            notStored(e);
            requireDigest(fetch.hasher());
            incoming.isVerified();
            passed(incoming);
            return;
        }
        if (whole.isEmpty()) {
            throw wrongBytes();
        }
        incoming.isVerified();
        store(incoming, () -> {
            tools.blobs().publish(digest, whole.get()::publish, this);
            fetch.end();
        });
    }

    private void store(Incoming incoming, FetchedBlobs.Publication storing) {
        try {
            storing.publish();
            incoming.ends(new Incoming.Outcome.Stored());
        } catch (IOException e) {
            notStored(e);
            passed(incoming);
        }
    }

    private void passed(Incoming incoming) {
        tools.failures().notStored(digest);
        incoming.ends(new Incoming.Outcome.Passed());
    }

    private void notStored(IOException e) {
        LOG.atWarn()
                .addKeyValue("repository", source.name())
                .addKeyValue("digest", digest)
                .setCause(e)
                .log("A blob that is being fetched is not stored");
    }
}
