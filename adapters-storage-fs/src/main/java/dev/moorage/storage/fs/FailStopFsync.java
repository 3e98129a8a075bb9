package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers that an fsync has failed. The kernel may have dropped what it could not write, so the result of a second fsync
 * is not reliable. The registry is not ready until an operator has looked into it.
 */
final class FailStopFsync implements Fsync {
    private final Fsync forcing;
    private final AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());

    FailStopFsync(Fsync forcing) {
        this.forcing = forcing;
    }

    /** The first failure. */
    Optional<IOException> failure() {
        return failure.get();
    }

    @Override
    public void file(FileChannel file) throws IOException {
        requireSound();
        try {
            forcing.file(file);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void directory(Path directory) throws IOException {
        requireSound();
        try {
            forcing.directory(directory);
        } catch (NoSuchFileException _) {
            // Another process has emptied and removed the directory, so there is no name left to sync.
        } catch (FileSystemException e) {
            throw e; // The open failed, perhaps for lack of a descriptor. No fsync was tried.
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private void requireSound() throws IOException {
        if (failure.get().isPresent()) {
            throw new IOException(
                    "forcing to disk has failed before", failure.get().get());
        }
    }

    private IOException remembered(IOException e) {
        failure.compareAndSet(Optional.empty(), Optional.of(e));
        return e;
    }
}
