package dev.moorage.application.service.upload.session;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.hash.Hasher;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.CooperativeYield;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries the hash of an upload from one request to the next without reading the bytes again. The hash state is stored
 * in the session record if this runtime can export it, and is otherwise kept in this process's memory. As a last resort
 * the staged bytes are read.
 */
public final class UploadHashes {
    private static final int READ_BUFFER = 64 * 1024;

    private final PortableHashing portable;
    private final ComputePool computing;
    private final Map<UploadId, Live> live;

    /**
     * A hash in this process's memory. It is valid only for the bytes left by the writer that stored this version of
     * the record. A generation would not identify them: a purged upload can begin again with the same generations.
     */
    private record Live(ObjectVersion version, Hasher hasher) {}

    /**
     * @param computing hashes what is large of a body
     * @param mostLive how many hashes are kept in memory. Each takes a few hundred bytes
     */
    public UploadHashes(PortableHashing portable, ComputePool computing, int mostLive) {
        this.portable = portable;
        this.computing = computing;
        this.live = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UploadId, Live> eldest) {
                return size() > mostLive;
            }
        };
    }

    /** Returns the state for the session record. The result is empty if this Java runtime cannot export it. */
    Optional<HashState> export(Hasher hasher) {
        return portable.export(hasher);
    }

    /**
     * Keeps a writer's last hash for the next request to this process.
     *
     * @param version the version of the record that the writer stored last
     */
    void keep(UploadId id, ObjectVersion version, Hasher hasher) {
        synchronized (live) {
            live.put(id, new Live(version, hasher.copy()));
        }
    }

    public void forget(UploadId id) {
        synchronized (live) {
            live.remove(id);
        }
    }

    /**
     * The hash of staged bytes.
     *
     * @param read the staged bytes that were read for it
     */
    record Restored(Hasher hasher, long read) {}

    /**
     * Returns the hash of the staged bytes. It covers all of them, unless the store cannot read staged bytes.
     *
     * @param before the record as the last writer left it
     * @param version the version of that record
     */
    Restored restore(SessionRecord before, ObjectVersion version, StagedObject staged) throws IOException {
        long size = staged.size();
        Optional<Hasher> kept = liveAt(before.session().id(), version, size);
        if (kept.isPresent()) {
            return new Restored(kept.get(), 0);
        }
        Hasher hasher = before.hashes().stream()
                .filter(state -> state.length() <= size)
                .filter(state -> state.algorithm() == before.session().algorithm())
                .sorted(Comparator.comparingLong(HashState::length).reversed())
                .flatMap(state -> portable.restore(state).stream())
                .findFirst()
                .orElseGet(() -> Hasher.of(before.session().algorithm()));
        long known = hasher.length();
        readOn(hasher, staged);
        return new Restored(hasher, hasher.length() - known);
    }

    /** Returns whether a writer of this process has left the record at this version. */
    boolean isKept(UploadId id, ObjectVersion version) {
        synchronized (live) {
            return Optional.ofNullable(live.get(id))
                    .filter(kept -> kept.version().equals(version))
                    .isPresent();
        }
    }

    private Optional<Hasher> liveAt(UploadId id, ObjectVersion version, long size) {
        synchronized (live) {
            return Optional.ofNullable(live.get(id))
                    .filter(kept -> kept.version().equals(version))
                    .map(Live::hasher)
                    .filter(hasher -> hasher.length() == size)
                    .map(Hasher::copy);
        }
    }

    /**
     * Returns the hash of the first {@code offset} bytes, from the record, followed by the bytes that the client sends
     * again. The result is empty if the record has no state at that offset, or if the body ends early.
     */
    public Optional<Hasher> replay(SessionRecord record, long offset, UploadBody rest) {
        Optional<Hasher> hasher = record.hashes().stream()
                .filter(state -> state.length() == offset)
                .flatMap(state -> portable.restore(state).stream())
                .findFirst();
        return hasher.filter(known -> isWhole(rest, known));
    }

    /** Returns a body whose bytes are hashed as they pass. */
    HashedBody hashed(UploadBody body, Hasher hasher) {
        return new HashedBody(body, hasher, computing);
    }

    private boolean isWhole(UploadBody rest, Hasher hasher) {
        HashedBody hashed = hashed(rest, hasher).nextSlice(Long.MAX_VALUE);
        ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
        try {
            while (hashed.read(buffer.clear()) >= 0) {
                // The source hashes the bytes.
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Hashes the staged bytes from the hasher's position to their end, if the store can read them. */
    public void readOn(Hasher hasher, StagedObject staged) throws IOException {
        if (hasher.length() == staged.size()) {
            return;
        }
        Optional<ObjectContent> rest = staged.read(new ByteRange(hasher.length(), staged.size() - hasher.length()));
        if (rest.isEmpty()) {
            return;
        }
        try (ObjectContent content = rest.get()) {
            CooperativeYield turn = new CooperativeYield(HashedBody.TURN_BYTES);
            ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
            while (content.read(buffer.clear()) >= 0) {
                turn.passed(buffer.flip().remaining());
                hasher.update(buffer);
            }
        }
    }

    /** Returns the states to keep in a record: the one at the acknowledged offset, to resume from, and the newest. */
    List<HashState> keptStates(List<HashState> known, long acknowledged, Hasher newest) {
        Optional<HashState> last = export(newest);
        return Stream.concat(
                        known.stream()
                                .filter(state -> state.length() == acknowledged && state.length() < newest.length()),
                        last.stream())
                .toList();
    }
}
