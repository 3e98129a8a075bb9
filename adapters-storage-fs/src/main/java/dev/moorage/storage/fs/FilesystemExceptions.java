package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distinguishes a full disk from other failures, and removes paths from messages of exceptions. The file system's own message
 * goes to the log.
 */
final class FilesystemExceptions {
    private static final Logger LOG = LoggerFactory.getLogger(FilesystemExceptions.class);

    private FilesystemExceptions() {}

    static IOException translated(IOException failure) {
        return switch (failure) {
            case ConditionFailedException known -> known;
            case StagingFencedException known -> known;
            case StagedBytesLostException known -> known;
            case StorageUnavailableException known -> known;
            case ObjectUnreadableException known -> known;
            default -> unknown(failure);
        };
    }

    private static IOException unknown(IOException failure) {
        LOG.atWarn()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .addKeyValue("message", failure.getMessage())
                .log("The file system refused a call");
        if (isFull(failure)) {
            return new StorageFullException(failure);
        }
        return failure instanceof FileSystemException there ? new IOException(reason(there), there) : failure;
    }

    /** Whether a failure means that the disk or the quota is full. */
    static boolean isFull(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof StorageFullException
                || message.contains("No space left on device")
                || message.contains("Disk quota exceeded");
    }

    static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String type = failure.getClass().getSimpleName();
        return Optional.ofNullable(failure.getReason())
                .map(reason -> type + ": " + reason)
                .orElse(type);
    }
}
