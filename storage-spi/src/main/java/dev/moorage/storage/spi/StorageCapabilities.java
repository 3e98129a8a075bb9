package dev.moorage.storage.spi;

/**
 * How a backend differs from others, where a caller must know.
 *
 * @param conditionalWrites whether {@link WriteCondition} is decided by the store itself, so that several replicas can
 *     share it
 * @param truncatesAnywhere whether {@link StagedObject#truncate} can go to any size
 * @param readsStaged whether {@link StagedObject#read} works before sealing
 * @param fencesWriters whether an overtaken writer of a staged object is refused by the driver; where it is not, what it
 *     adds is named by no {@link StagedState} but its own, and the caller, who changes the state by compare-and-set, is the
 *     fence
 * @param smallestAppend the number of bytes from which on an append is cheap; 0 where any is. What
 *     {@code OCI-Chunk-Min-Length} tells clients
 * @param wholePut up to how many bytes a body whose key is known is best put whole, from memory, and not staged
 */
public record StorageCapabilities(
        boolean conditionalWrites,
        boolean truncatesAnywhere,
        boolean readsStaged,
        boolean fencesWriters,
        long smallestAppend,
        int wholePut) {
    public StorageCapabilities {
        if (smallestAppend < 0 || wholePut < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
