package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.digest.HashState;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.digest.PortableHashing;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.io.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a hash gets from one request of an upload to the next without reading the bytes again: in the session record, where
 * its state can be carried to another process; else in this process's memory; else by reading what is staged.
 */
final class UploadHashes {
    private static final int READ_BUFFER = 64 * 1024;

    private final PortableHashing portable;
    private final Map<UploadId, Live> live;

    /**
     * A hash of this process; it stands for the bytes that the writer left who wrote that version of the record, and for no
     * others. A generation would not do: an upload that was purged can begin again, with the same ones.
     */
    private record Live(ObjectVersion version, Hasher hasher) {}

    /**
     * @param mostLive how many hashes are kept in memory, a few hundred bytes each
     */
    UploadHashes(PortableHashing portable, int mostLive) {
        this.portable = portable;
        this.live = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UploadId, Live> eldest) {
                return size() > mostLive;
            }
        };
    }

    /** The state to keep in the session record; empty where this Java runtime does not give it. */
    Optional<HashState> export(Hasher hasher) {
        return portable.export(hasher);
    }

    /**
     * Keeps a writer's last hash for the next request that comes to this process.
     *
     * @param version of the record, as the writer stored it last
     */
    void keep(UploadId id, ObjectVersion version, Hasher hasher) {
        synchronized (live) {
            live.put(id, new Live(version, hasher.copy()));
        }
    }

    void forget(UploadId id) {
        synchronized (live) {
            live.remove(id);
        }
    }

    /**
     * The hash of as many of the staged bytes as can be had: all of them, unless the store cannot read what is staged.
     *
     * @param before the session as the last writer left it
     * @param version its version
     */
    Hasher restore(SessionRecord before, ObjectVersion version, StagedObject staged) throws IOException {
        long size = staged.size();
        Optional<Hasher> kept = liveAt(before.session().id(), version, size);
        if (kept.isPresent()) {
            return kept.get();
        }
        Hasher hasher = before.hashes().stream()
                .filter(state -> state.length() <= size)
                .filter(state -> state.algorithm() == before.session().algorithm())
                .sorted(Comparator.comparingLong(HashState::length).reversed())
                .flatMap(state -> portable.restore(state).stream())
                .findFirst()
                .orElseGet(() -> Hasher.of(before.session().algorithm()));
        readOn(hasher, staged);
        return hasher;
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
     * The hash of what a record says of the first {@code offset} bytes of its upload, and of the rest that comes again; empty
     * where the record does not say it, or the rest breaks off.
     */
    Optional<Hasher> replay(SessionRecord record, long offset, UploadBody rest) {
        Optional<Hasher> hasher = record.hashes().stream()
                .filter(state -> state.length() == offset)
                .flatMap(state -> portable.restore(state).stream())
                .findFirst();
        return hasher.filter(known -> isWhole(rest, known));
    }

    private static boolean isWhole(UploadBody rest, Hasher hasher) {
        HashedBody hashed = new HashedBody(rest, hasher).nextSlice(Long.MAX_VALUE);
        ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
        try {
            while (hashed.read(buffer.clear()) >= 0) {
                // Hashed as it is read.
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Takes the staged bytes from where the hasher is to their end, where the store can read them. */
    void readOn(Hasher hasher, StagedObject staged) throws IOException {
        if (hasher.length() == staged.size()) {
            return;
        }
        Optional<ObjectContent> rest = staged.read(new ByteRange(hasher.length(), staged.size() - hasher.length()));
        if (rest.isEmpty()) {
            return;
        }
        try (ObjectContent content = rest.get()) {
            Turn turn = new Turn(HashedBody.TURN_BYTES);
            ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER);
            while (content.read(buffer.clear()) >= 0) {
                turn.passed(buffer.flip().remaining());
                hasher.update(buffer);
            }
        }
    }

    /** The states that a record keeps: the one at the acknowledged offset, to go back to, and the newest. */
    List<HashState> keptStates(List<HashState> known, long acknowledged, Hasher newest) {
        Optional<HashState> last = export(newest);
        return Stream.concat(
                        known.stream()
                                .filter(state -> state.length() == acknowledged && state.length() < newest.length()),
                        last.stream())
                .toList();
    }
}
