package dev.moorage.application.port.out.storage;

/**
 * How a backend differs from others, where a caller must know.
 *
 * @param conditionalWrites whether {@link WriteCondition} is decided by the store itself, so that several replicas can
 *     share it
 * @param truncatesAnywhere whether {@link StagedObject#truncate} can go to any size
 * @param readsStaged whether {@link StagedObject#read} works before sealing
 * @param smallestAppend the number of bytes from which on an append is cheap; 0 where any is. What
 *     {@code OCI-Chunk-Min-Length} tells clients
 */
public record StorageCapabilities(
        boolean conditionalWrites, boolean truncatesAnywhere, boolean readsStaged, long smallestAppend) {
    public StorageCapabilities {
        if (smallestAppend < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
