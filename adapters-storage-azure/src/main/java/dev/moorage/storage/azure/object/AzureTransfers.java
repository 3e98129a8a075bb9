package dev.moorage.storage.azure.object;

import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.spi.io.PartBuffers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * The services that all staged objects of a driver share.
 *
 * @param buffers provides the memory for blocks
 * @param threads runs the requests that put blocks
 * @param allowed the number of blocks that may be in flight
 */
public record AzureTransfers(
        BlobRequests requests,
        BlobObjects objects,
        BlobNames names,
        Copies copies,
        Settings settings,
        PartBuffers buffers,
        ExecutorService threads,
        Semaphore allowed) {}
