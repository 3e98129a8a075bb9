package dev.moorage.storage.fs;

import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Keeps staged bytes as files. Each area's folder has a file {@code data}, where Distribution also keeps the bytes of an
 * upload, and a file {@code fence}, which is Moorage's own.
 */
final class StagingAreas {
    private static final int MOST_ATTEMPTS = 100;

    private final Root root;
    private final StagedFiles shared;
    private final UUID boot;

    StagingAreas(Root root, StagedFiles shared, UUID boot) {
        this.root = root;
        this.shared = shared;
        this.boot = boot;
    }

    Optional<StagedObject> stage(StagingRequest request) throws IOException {
        Path folder = root.of(request.area());
        for (int attempt = 1; ; attempt++) {
            if (!(request instanceof StagingRequest.Begin)
                    && !Files.isRegularFile(data(folder), LinkOption.NOFOLLOW_LINKS)) {
                shared.presence().require(request.area());
                return Optional.empty();
            }
            try {
                shared.directories().make(folder);
                Optional<StagedObject> staged = stage(request, folder);
                if (staged.isPresent()) {
                    return staged;
                }
            } catch (NoSuchFileException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    /**
     * Begins or reopens a staged object. Empty when the area was removed during the call and the caller is to look again.
     */
    private Optional<StagedObject> stage(StagingRequest request, Path folder) throws IOException {
        Fence fence = Fence.open(folder.resolve("fence"), shared.modes());
        Optional<StagedObject> staged = Optional.empty();
        try {
            staged = fence.held(state -> {
                if (state.filter(FenceState::isGone).isPresent()) {
                    return Optional.empty();
                }
                requireHigher(request, state);
                return Optional.of(takeOver(request, data(folder), fence, state));
            });
            return staged;
        } finally {
            if (staged.isEmpty()) {
                fence.close();
            }
        }
    }

    private static void requireHigher(StagingRequest request, Optional<FenceState> state)
            throws StagingFencedException {
        if (state.filter(there -> there.generation() >= request.generation()).isPresent()) {
            throw new StagingFencedException(request.area());
        }
    }

    private StagedObject takeOver(StagingRequest request, Path data, Fence fence, Optional<FenceState> state)
            throws IOException {
        if (request instanceof StagingRequest.Begin) {
            // A new file, so that a late writer of the old file cannot change it. The old file goes first to make room
            // on a full disk.
            Files.deleteIfExists(data);
            fence.write(new FenceState(request.generation(), FenceState.Phase.OPEN, 0, boot));
            // A rename turns the staged file into content, and the file keeps its mode. Its folder is private to the
            // server.
            return staged(request, fence, shared.modes().createFile(data, FileModes.Audience.CONTENT), data);
        }
        FileChannel file =
                FileChannel.open(data, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            long forced = state.map(FenceState::forced).orElse(0L);
            if (state.isEmpty() && isDurable(request)) {
                forced = file.size();
            } else if (!state.map(FenceState::boot).equals(Optional.of(boot))) {
                file.truncate(forced); // Bytes that were not synced before a power cut are not trusted.
            }
            fence.write(new FenceState(request.generation(), FenceState.Phase.OPEN, forced, boot));
            return staged(request, fence, file, data);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static boolean isDurable(StagingRequest request) {
        return request instanceof StagingRequest.Recover recover
                && recover.foreign() == StagingRequest.ForeignBytes.DURABLE;
    }

    private StagedObject staged(StagingRequest request, Fence fence, FileChannel file, Path data) throws IOException {
        return new FilesystemStagedObject(request.area(), request.generation(), fence, file, data, shared);
    }

    /** What a staged object shares with the driver. */
    record StagedFiles(
            RootPresence presence,
            Directories directories,
            Publishing publishing,
            FileModes modes,
            Fsync forcing,
            TransferBuffers buffers,
            Executor appends,
            Writeback writeBehind) {}
}
