package dev.moorage.storage.azure;

import dev.moorage.storage.tck.StorageDriverContract;

/** The contract as Azure meets it: the state is the fence, and blocks can neither be cut nor read before they are committed. */
interface AzureContract extends StorageDriverContract {
    @Override
    default boolean truncatesAnywhere() {
        return false;
    }

    @Override
    default boolean readsStaged() {
        return false;
    }

    /** The simulated store keeps bodies in this process. */
    @Override
    default boolean boundsMemory() {
        return false;
    }

    @Override
    default boolean fencesWriters() {
        return false;
    }
}
