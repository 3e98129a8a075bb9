package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.StorageFullException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** Tells a full disk from other failures, and takes the paths out of their messages. */
final class Failures {
    private Failures() {}

    static IOException translated(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left on device") || message.contains("Disk quota exceeded");
        if (full) {
            return new StorageFullException(failure);
        }
        return failure instanceof FileSystemException there
                ? new IOException(there.getClass().getSimpleName() + ": " + there.getReason(), there)
                : failure;
    }
}
