package dev.moorage.storage.s3;

import java.io.Closeable;
import java.io.IOException;

/** Keeps other servers away from a bucket whose store decides no conditions. */
interface Rivals {
    /**
     * Makes this server the only one.
     *
     * @return what lets another one in again
     * @throws IOException when another one is there
     */
    Closeable exclude(Bucket bucket, Keys keys) throws IOException;
}
