package dev.moorage.application.port.in.browse;

import java.io.IOException;

/** Describes what the servers do with the storage, for operators. */
public interface DescribeStorage {
    /**
     * Returns the state of the storage.
     *
     * @throws IOException storage failed
     */
    StorageState describe() throws IOException;
}
