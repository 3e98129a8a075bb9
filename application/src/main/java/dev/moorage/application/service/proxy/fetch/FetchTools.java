package dev.moorage.application.service.proxy.fetch;

import java.time.Duration;

/**
 * What all fetches of a replica share.
 *
 * @param wholePut the size in bytes up to which a blob is received into memory and put whole
 * @param pause how long a fetch waits before it asks again after a transfer that broke off
 * @param report the time between two reports in the record of a fetch
 */
record FetchTools(
        StagedFetch.Parts parts,
        FetchedBlobs blobs,
        FetchFailures failures,
        int wholePut,
        Duration pause,
        Duration report) {}
