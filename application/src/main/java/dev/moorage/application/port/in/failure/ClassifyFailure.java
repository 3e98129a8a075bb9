package dev.moorage.application.port.in.failure;

import java.io.IOException;

/** Classifies the exceptions that use cases throw when storage fails. */
public interface ClassifyFailure {
    /** Returns the kind of a failure. */
    StorageFailure classify(IOException failure);
}
