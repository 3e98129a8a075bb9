package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Carries the exceptions of a driver from one process to another. The types that a caller distinguishes stay what they are. */
final class Failures {
    private Failures() {}

    static void write(DataOutputStream out, Exception failure) throws IOException {
        Wire.text(out, failure.getClass().getSimpleName());
        Wire.text(out, String.valueOf(failure.getMessage()));
    }

    /**
     * Reads an exception, and throws it.
     *
     * @param key the object or the area of the call
     */
    static IOException read(DataInputStream in, ObjectKey key) throws IOException {
        String type = Wire.text(in);
        String message = Wire.text(in);
        return switch (type) {
            case "ConditionFailedException" -> new ConditionFailedException(key);
            case "StagingFencedException" -> new StagingFencedException(key);
            case "StagedBytesLostException" -> new StagedBytesLostException(key);
            case "UnsupportedOperationException" -> throw new UnsupportedOperationException(message);
            default -> new IOException(type + " in the other process: " + message);
        };
    }

    /** The failure of a call whose method throws no exception. */
    static UncheckedIOException unchecked(IOException failure) {
        return new UncheckedIOException(failure);
    }
}
