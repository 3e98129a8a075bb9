package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Keys;
import java.io.Closeable;
import java.io.IOException;

/** Keeps other servers away from a bucket whose store evaluates no conditions. */
interface SingleServerPolicy {
    /**
     * Makes this server the only one.
     *
     * @return the exclusion. Closing it lets another server start.
     * @throws IOException when another server uses the bucket
     */
    Closeable exclude(Bucket bucket, Keys keys) throws IOException;
}
