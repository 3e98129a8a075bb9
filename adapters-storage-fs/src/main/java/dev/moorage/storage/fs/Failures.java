package dev.moorage.storage.fs;

import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagingFencedException;
import dev.moorage.storage.spi.StorageFullException;
import dev.moorage.storage.spi.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Distinguishes a full disk from other failures, and removes paths from messages of exceptions. */
final class Failures {
    private Failures() {}

    static IOException translated(IOException failure) {
        return switch (failure) {
            case ConditionFailedException known -> known;
            case StagingFencedException known -> known;
            case StagedBytesLostException known -> known;
            case StorageUnavailableException known -> known;
            default -> unknown(failure);
        };
    }

    private static IOException unknown(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left on device") || message.contains("Disk quota exceeded");
        if (full) {
            return new StorageFullException(failure);
        }
        return failure instanceof FileSystemException there ? new IOException(reason(there), there) : failure;
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String type = failure.getClass().getSimpleName();
        return Optional.ofNullable(failure.getReason())
                .map(reason -> type + ": " + reason)
                .orElse(type);
    }
}
