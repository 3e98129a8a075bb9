package dev.moorage.storage.spi;

/**
 * The sizes by which the server chooses how to hand bytes to a backend.
 *
 * @param minChunkLength the number of bytes from which on an append is cheap, or 0 where every append is cheap. The server
 *     sends it to clients as {@code OCI-Chunk-Min-Length}
 * @param maxMonolithicPut the size in bytes up to which a body whose key is known is better put whole, from memory, than
 *     staged
 */
public record StorageLimits(long minChunkLength, int maxMonolithicPut) {
    public StorageLimits {
        if (minChunkLength < 0 || maxMonolithicPut < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
