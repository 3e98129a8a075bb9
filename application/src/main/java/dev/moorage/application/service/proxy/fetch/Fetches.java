package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.fetch.FetchProtocol;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.Pausing;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The fetches of this replica: one for each blob, whatever the number of clients. A client that asks for a blob begins its fetch or
 * joins it.
 */
public final class Fetches implements AutoCloseable {
    /** The heap for each fetch, in bytes. One needs somewhat more than {@link Incoming#RECENT}. */
    private static final long SHARE = 8L << 20;

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** A third of the silence after which another replica takes over. */
    private static final Duration REPORT = FetchProtocol.SILENCE.dividedBy(3);

    /** How often a process looks between two reports of another one, for whose fetch it waits. */
    private static final int LOOKS_BETWEEN_REPORTS = 5;

    /** How long a client waits for the upstream. Clients give up after 30 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long a stop waits for a fetch to record how far it has come. */
    private static final Duration LAST_REPORT = Duration.ofSeconds(1);

    private final StorageDriver storage;
    private final FetchTools tools;
    private final Semaphore turns;
    private final PossessionProof proof;
    private final Map<Digest, Running> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Running(BlobFetch fetch, Thread thread) {}

    /**
     * Creates the fetches of a replica.
     *
     * @param docket the docket of this replica
     */
    public Fetches(
            StorageDriver storage, Docket docket, PortableHashing hashing, Supplier<FetchId> ids, InstantSource clock) {
        this(storage, docket, hashing, ids, clock, PAUSE, REPORT, most());
    }

    Fetches(
            StorageDriver storage,
            Docket docket,
            PortableHashing hashing,
            Supplier<FetchId> ids,
            InstantSource clock,
            Duration pause,
            Duration report,
            int most) {
        this.storage = storage;
        this.turns = new Semaphore(most, true);
        this.proof = new PossessionProof(storage, new SecureRandom()::nextLong);
        this.tools = new FetchTools(
                new StagedFetch.Parts(storage, new FetchRecords(storage), new FetchProtocol(), hashing, ids, clock),
                new FetchedBlobs(storage, docket),
                new FetchFailures(),
                Math.min(Incoming.RECENT, storage.limits().maxMonolithicPut()),
                pause,
                report);
    }

    /** Returns how many fetches take bytes at a time, so that no client can fill the heap with them. Others wait for their turn. */
    private static int most() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / SHARE, 8, 256);
    }

    /**
     * Begins or joins the fetch of a blob that the repository does not have.
     *
     * @return the blob. Empty if its upstream does not have it
     * @throws UpstreamFailedException the upstream could not say
     * @throws IOException storage failed
     */
    public Optional<BlobInfo> request(ProxiedRepository repository, Digest digest) throws IOException {
        tools.failures().require(repository.upstream(), digest);
        Optional<BlobFetch> known = Optional.ofNullable(running.get(digest)).map(Running::fetch);
        if (known.isEmpty()) {
            Optional<ObjectInfo> stored = storage.stat(RegistryKeys.blob(digest));
            if (stored.isPresent()) {
                return adopt(repository, digest, stored.get().size());
            }
        }
        BlobFetch fetch = known.orElseGet(() -> start(repository, digest));
        if (fetch.isFor(repository.name())) {
            return begun(digest, fetch);
        }
        return fetch.isFrom(repository.upstream())
                ? join(repository, digest, fetch)
                : afterwards(repository, digest, fetch);
    }

    /**
     * Makes a repository have a blob, and waits for that. A blob that another process stores is waited for, and not transferred twice.
     *
     * @return the blob. Empty if its upstream does not have it
     * @throws UpstreamFailedException the upstream could not say, or broke off, or the blob has arrived and is not stored
     * @throws IOException storage failed
     */
    public Optional<BlobInfo> store(ProxiedRepository repository, Digest digest) throws IOException {
        while (isElsewhere(digest)) {
            Pausing.sleep(tools.report().dividedBy(LOOKS_BETWEEN_REPORTS));
        }
        if (request(repository, digest).isEmpty()) {
            return Optional.empty();
        }
        Optional<Thread> fetch = Optional.ofNullable(running.get(digest)).map(Running::thread);
        try {
            if (fetch.isPresent()) {
                fetch.get().join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        Optional<BlobInfo> stored = tools.blobs().find(repository.name(), digest);
        if (stored.isEmpty()) {
            throw tools.failures()
                    .lost(digest)
                    .orElseGet(() -> new UpstreamFailedException(Reason.UNAVAILABLE, "the blob is not stored"));
        }
        return stored;
    }

    /** Returns whether another process fetches a blob, or did so a moment ago, and has not stored it yet. */
    private boolean isElsewhere(Digest digest) throws IOException {
        return !running.containsKey(digest)
                && StagedFetch.isBusy(tools.parts(), digest)
                && storage.stat(RegistryKeys.blob(digest)).isEmpty();
    }

    /** Waits for the fetch from another upstream, whose bytes this one could only claim to have. It must prove that of the stored blob. */
    private Optional<BlobInfo> afterwards(ProxiedRepository repository, Digest digest, BlobFetch fetch)
            throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (isRunning(digest, fetch)) {
            if (System.nanoTime() - end > 0) {
                throw new UpstreamFailedException(Reason.SLOW, "the blob still arrives from another upstream");
            }
            Pausing.sleep(tools.pause());
        }
        return request(repository, digest);
    }

    private boolean isRunning(Digest digest, BlobFetch fetch) {
        return Optional.ofNullable(running.get(digest))
                .filter(known -> known.fetch() == fetch)
                .isPresent();
    }

    /** Returns the size of a blob that the repository does not have. No fetch begins. */
    public Optional<BlobInfo> describe(ProxiedRepository repository, Digest digest) throws IOException {
        tools.failures().require(repository.upstream(), digest);
        Optional<BlobFetch> known = Optional.ofNullable(running.get(digest)).map(Running::fetch);
        return known.isPresent() && known.get().isFor(repository.name())
                ? begun(digest, known.get())
                : size(repository, digest).map(size -> new BlobInfo(digest, size));
    }

    /**
     * Opens a blob that arrives. Empty if it does not, or if it was stored in the meantime. A repository that the same content was pushed
     * to must not get what an upstream sends.
     *
     * @throws UpstreamFailedException the fetch that announced the blob has failed since
     */
    public Optional<BlobContent> open(BlobInfo blob, ByteRange range, IncomingBlobs stored) throws IOException {
        Optional<Incoming> arriving = Optional.ofNullable(running.get(blob.digest()))
                .flatMap(known -> known.fetch().incoming())
                .filter(incoming -> incoming.size() == blob.size());
        Optional<UpstreamFailedException> lost = tools.failures().lost(blob.digest());
        boolean isOfStorage = arriving.isEmpty() && lost.isEmpty();
        if (isOfStorage || storage.stat(RegistryKeys.blob(blob.digest())).isPresent()) {
            return Optional.empty();
        }
        if (arriving.isEmpty() && lost.isPresent()) {
            throw lost.get();
        }
        return arriving.map(incoming -> new IncomingContent(incoming, range, rest -> arrived(blob, rest, stored)));
    }

    /** Opens a blob after its fetch. One that the fetch could not store is no unknown blob. */
    private BlobContent arrived(BlobInfo blob, ByteRange range, IncomingBlobs stored) throws IOException {
        try {
            return stored.open(blob, range);
        } catch (RegistryException refused) {
            Optional<UpstreamFailedException> lost = tools.failures().lost(blob.digest());
            if (lost.isPresent()) {
                throw lost.get();
            }
            throw refused;
        }
    }

    /** Returns whether a blob is being fetched. */
    public boolean isArriving(Digest digest) {
        return running.containsKey(digest);
    }

    /** Opens blobs in the storage. */
    @FunctionalInterface
    public interface IncomingBlobs {
        /** Returns the bytes of a range of a blob. */
        BlobContent open(BlobInfo blob, ByteRange range) throws IOException;
    }

    /**
     * Waits until a blob is no longer being fetched.
     *
     * @throws UpstreamFailedException the fetch has failed
     */
    public void await(Digest digest) throws IOException {
        while (isArriving(digest)) {
            Pausing.sleep(tools.pause());
        }
        Optional<UpstreamFailedException> lost = tools.failures().lost(digest);
        if (lost.isPresent() && storage.stat(RegistryKeys.blob(digest)).isEmpty()) {
            throw lost.get();
        }
    }

    private BlobFetch start(ProxiedRepository repository, Digest digest) {
        return running.computeIfAbsent(digest, _ -> {
                    BlobFetch fetch = new BlobFetch(tools, repository, digest);
                    Thread thread = Thread.ofVirtual().name("fetch " + digest).unstarted(() -> {
                        turns.acquireUninterruptibly();
                        try {
                            fetch.run();
                        } finally {
                            turns.release();
                            running.remove(digest);
                        }
                    });
                    Running started = new Running(fetch, thread);
                    if (!closed) {
                        thread.start();
                    }
                    return started;
                })
                .fetch();
    }

    private Optional<BlobInfo> begun(Digest digest, BlobFetch fetch) throws IOException {
        return switch (fetch.awaitBegin(PATIENCE)) {
            case BlobFetch.Begun.Arriving(Incoming incoming) -> Optional.of(new BlobInfo(digest, incoming.size()));
            case BlobFetch.Begun.Complete _ ->
                Optional.of(storage.stat(RegistryKeys.blob(digest))
                        .map(info -> new BlobInfo(digest, info.size()))
                        .orElseThrow(() -> new UpstreamFailedException(
                                Reason.UNAVAILABLE, "a blob without a length was not stored")));
            case BlobFetch.Begun.Absent _ -> Optional.empty();
        };
    }

    /** Joins the fetch of another repository of the same upstream, which must have the blob here too. */
    private Optional<BlobInfo> join(ProxiedRepository repository, Digest digest, BlobFetch fetch) throws IOException {
        if (size(repository, digest).isEmpty()) {
            return Optional.empty();
        }
        Optional<BlobInfo> blob = begun(digest, fetch);
        if (blob.isPresent() && !fetch.joins(repository.name())) {
            Optional<ObjectInfo> stored = storage.stat(RegistryKeys.blob(digest));
            if (stored.isPresent()) {
                tools.blobs().link(digest, repository.name());
            }
        }
        return blob;
    }

    /** Links a blob that is stored for another repository. The upstream of this one must prove that it has the blob. */
    private Optional<BlobInfo> adopt(ProxiedRepository repository, Digest digest, long stored) throws IOException {
        Optional<BlobInfo> linked = tools.blobs().find(repository.name(), digest); // A fetch may just have ended.
        if (linked.isPresent()) {
            return linked;
        }
        if (!proof.has(repository, digest, stored)) {
            return Optional.empty();
        }
        tools.blobs().link(digest, repository.name());
        return Optional.of(new BlobInfo(digest, stored));
    }

    private static Optional<Long> size(ProxiedRepository repository, Digest digest) throws IOException {
        UpstreamAnswer<Long> answer = repository.upstream().size(repository.remote(), digest);
        if (answer instanceof Unavailable<Long> why) {
            throw FetchFailures.of(why);
        }
        return answer instanceof Found<Long>(Long size) ? Optional.of(size) : Optional.empty();
    }

    /** Returns the number of blobs that are being fetched. */
    public int count() {
        return running.size();
    }

    /** Ends all fetches. What they have staged is continued by the next fetch of the same blob. */
    @Override
    public void close() {
        closed = true;
        List<Thread> threads = running.values().stream().map(Running::thread).toList();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                if (!thread.join(LAST_REPORT)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
