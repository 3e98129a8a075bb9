package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.StorageFullException;
import java.io.IOException;

/** Tells a full disk from other failures. */
final class Failures {
    private Failures() {}

    static IOException translated(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left on device") || message.contains("Disk quota exceeded");
        return full ? new StorageFullException(failure) : failure;
    }
}
