package dev.moorage.storage.azure;

import dev.moorage.storage.spi.io.PartBuffers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * What all staged objects of a driver share.
 *
 * @param buffers where blocks are collected
 * @param threads puts blocks
 * @param allowed how many blocks may be in flight
 */
record AzureTransfers(
        BlobRequests requests,
        BlobObjects objects,
        BlobNames names,
        Copies copies,
        Settings settings,
        PartBuffers buffers,
        ExecutorService threads,
        Semaphore allowed) {}
