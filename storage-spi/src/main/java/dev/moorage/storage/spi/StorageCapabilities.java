package dev.moorage.storage.spi;

/**
 * The differences between backends that a caller must know.
 *
 * @param conditionalWrites whether the store itself decides a {@link WriteCondition}, so that several replicas can share the
 *     store
 * @param truncatesAnywhere whether {@link StagedObject#truncate} accepts any size
 * @param readsStaged whether {@link StagedObject#read} works before sealing
 * @param fencesWriters whether the driver refuses the calls of a fenced writer. Where it does not, no {@link StagedState}
 *     but the writer's own names what it adds, and the caller fences by changing the state with compare-and-set
 * @param smallestAppend the number of bytes from which on an append is cheap, or 0 where every append is cheap. The server
 *     sends it to clients as {@code OCI-Chunk-Min-Length}
 * @param wholePut the size in bytes up to which a body whose key is known is better put whole, from memory, than staged
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
