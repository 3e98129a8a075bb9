package dev.moorage.storage.tck;

/** All that a storage driver must do. A driver's author implements this in one test class. */
public interface StorageDriverContract
        extends ObjectContract, ConditionalWriteContract, ListingContract, StagingContract, FencingContract {}
