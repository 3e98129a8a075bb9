package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers that forcing has failed: what the kernel could not write it may have dropped, so nobody can trust a second try,
 * and the registry is not ready until somebody has looked.
 */
final class PoisonedForcing implements Forcing {
    private final Forcing forcing;
    private final AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());

    PoisonedForcing(Forcing forcing) {
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
            // Somebody has removed what was in it, and then it: there is no name left to force.
        } catch (FileSystemException e) {
            throw e; // It could not be opened, for want of a descriptor perhaps: the disk was asked for nothing yet.
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
