package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer of staged bytes. It changes them only while it holds the fence's lock, and only if the fence names this writer.
 */
final class FilesystemStagedObject implements StagedObject {
    private static final Logger LOG = LoggerFactory.getLogger(FilesystemStagedObject.class);
    private static final StagedState STATE = new StagedState("filesystem");

    private final ObjectKey area;
    private final long generation;
    private final Fence fence;
    private final FileChannel file;
    private final Path data;
    private final StagingAreas.StagedFiles shared;
    /** The key of the file that this writer has open. The file stays open, so the system gives the key to no other file. */
    private final Optional<Object> fileKey;

    private long size;
    private long writtenBehind;
    private Optional<Published> published = Optional.empty();

    FilesystemStagedObject(
            ObjectKey area, long generation, Fence fence, FileChannel file, Path data, StagingAreas.StagedFiles shared)
            throws IOException {
        this.area = area;
        this.generation = generation;
        this.fence = fence;
        this.file = file;
        this.data = data;
        this.shared = shared;
        this.fileKey = fileKey(data);
        this.size = file.size();
        this.writtenBehind = size;
    }

    private static Optional<Object> fileKey(Path path) throws IOException {
        return FsyncedNames.identity(path).map(FsyncedNames.Identity::fileKey);
    }

    /**
     * Whether the name belongs to another file now. This is so when another process has removed the folder without regard to
     * the fence, and the upload was begun anew. The bytes under the name then belong to the new upload's writer.
     */
    private boolean isReplaced() throws IOException {
        Optional<Object> there = fileKey(data);
        return there.isPresent() && !there.equals(fileKey);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        try (Appending appending = new Appending(shared.buffers(), shared.appends(), this::write)) {
            Optional<IOException> broken = appending.append(source);
            requireOpen();
            return new Appended(size, broken);
        } catch (IOException e) {
            throw FilesystemExceptions.translated(e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        fence.held(state -> {
            require(state, FenceState.Phase.OPEN);
            while (bytes.hasRemaining()) {
                size += file.write(bytes, size);
            }
            return true;
        });
        if (size - writtenBehind >= Writeback.STEP) {
            writtenBehind = size;
            shared.writeBehind().begin(data, this::distrust);
        }
    }

    private void requireOpen() throws IOException {
        fence.held(state -> require(state, FenceState.Phase.OPEN));
    }

    private FenceState require(Optional<FenceState> state, FenceState.Phase phase) throws StagingFencedException {
        return state.filter(there -> there.generation() == generation && there.phase() == phase)
                .orElseThrow(() -> new StagingFencedException(area));
    }

    @Override
    public void truncate(long newSize) throws IOException {
        translated(state -> {
            FenceState mine = require(state, FenceState.Phase.OPEN);
            if (newSize < mine.forced()) {
                // Sync the fence before changing any byte that it names as synced. Otherwise changed bytes could count
                // as synced after a power cut.
                fence.write(new FenceState(generation, mine.phase(), newSize, mine.boot()));
                fence.force(shared.forcing());
            }
            if (newSize < size) {
                file.truncate(newSize);
                size = newSize;
                writtenBehind = Math.min(writtenBehind, newSize);
            }
            return true;
        });
    }

    @Override
    public StagedState state() {
        return STATE;
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        try {
            FileChannel reading = FileChannel.open(data, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            ObjectInfo info = new ObjectInfo(area, size, new ObjectVersion("staged-" + generation), Instant.EPOCH);
            return Optional.of(new FileContent(reading, info, range, this::lost));
        } catch (NoSuchFileException _) {
            throw lost();
        }
    }

    /**
     * Why the staged bytes are gone: another writer has taken over, or another process has removed the file without regard
     * to the fence.
     */
    private StagedBytesLostException lost() throws IOException {
        shared.presence().require(area);
        return translated(state -> {
            requireMine(state);
            return new StagedBytesLostException(area);
        });
    }

    private FenceState requireMine(Optional<FenceState> state) throws StagingFencedException {
        return state.filter(this::isMine).orElseThrow(() -> new StagingFencedException(area));
    }

    private boolean isMine(FenceState state) {
        return state.generation() == generation && !state.isGone();
    }

    @Override
    public Sealed seal() throws IOException {
        translated(state -> {
            fence.write(requireMine(state).in(FenceState.Phase.SEALED));
            return true;
        });
        try {
            shared.forcing().file(file);
        } catch (IOException e) {
            distrust();
            throw FilesystemExceptions.translated(e);
        }
        translated(state -> {
            fence.write(require(state, FenceState.Phase.SEALED).sealedAt(size));
            return true;
        });
        return new Sealed(size);
    }

    /**
     * Makes the fence name no bytes as synced that may be lost. The kernel may have dropped what it could not write, and a
     * second fsync would not report that. So even the current boot does not trust the bytes.
     */
    private void distrust() {
        Path path = data.resolveSibling("fence");
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return; // Published bytes were synced, and discarded bytes are gone.
        }
        try (Fence there = Fence.open(path, shared.modes())) {
            there.held(state -> {
                if (state.isPresent() && !state.get().isGone()) {
                    there.write(state.get().asOfAnotherBoot());
                }
                return true;
            });
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("Staged bytes whose fsync failed could not be marked as untrusted");
        }
    }

    private <T> T translated(Fence.Held<T> change) throws IOException {
        try {
            return fence.held(change);
        } catch (StagingFencedException e) {
            throw e;
        } catch (IOException e) {
            throw FilesystemExceptions.translated(e);
        }
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return true;
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        try {
            if (published.isEmpty()) {
                published = Optional.of(fence.held(state -> {
                    FenceState mine = require(state, FenceState.Phase.SEALED);
                    if (mine.forced() != sealed.size()) {
                        throw new IOException("the staged bytes are sealed and were not forced");
                    }
                    boolean created = rename(sealed, target);
                    fence.remove(mine);
                    return created ? Published.CREATED : Published.ALREADY_THERE;
                }));
            }
            return published.get();
        } catch (IOException e) {
            throw FilesystemExceptions.translated(e);
        }
    }

    /**
     * Renames the staged file to its target. Another process may have removed the file without regard to the fence, perhaps
     * with the whole repository.
     */
    private boolean rename(Sealed sealed, ObjectKey target) throws IOException {
        if (isReplaced()) {
            throw new StagedBytesLostException(area);
        }
        try {
            return shared.publishing().publish(data, sealed.size(), target);
        } catch (NoSuchFileException e) {
            shared.presence().require(area);
            throw Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? e : new StagedBytesLostException(area, e);
        }
    }

    @Override
    public void discard() throws IOException {
        translated(state -> {
            boolean mine = published.isPresent() || state.filter(this::isMine).isPresent();
            if (mine && !isReplaced()) {
                Files.deleteIfExists(data);
                if (published.isEmpty()) {
                    fence.remove(state.orElseThrow());
                }
            }
            return true;
        });
        shared.directories().prune(Directories.above(data));
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A staged file could not be closed");
        } finally {
            fence.close();
        }
    }
}
