package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Metadata;
import dev.moorage.storage.spi.io.Pausing;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that names the server that uses a bucket. The server rewrites it at a fixed interval. A mark that stays
 * unchanged for three intervals was left by a server that ended without deleting it. Clocks of different machines are never
 * compared.
 */
final class BucketLease implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BucketLease.class);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final int RENEWALS_TO_MISS = 3;

    private final Bucket bucket;
    private final String key;
    private final Pausing pausing;
    private final String server = Metadata.newWriteId();
    private Optional<Thread> renewing = Optional.empty();
    private long renewals;

    private BucketLease(Bucket bucket, String key, Pausing pausing) {
        this.bucket = bucket;
        this.key = key;
        this.pausing = pausing;
    }

    /** Implements {@link SingleServerPolicy} with a mark. */
    static Closeable set(Bucket bucket, Keys keys) throws IOException {
        BucketLease mark = set(bucket, keys, Pausing::sleep);
        mark.renewing = Optional.of(Thread.ofVirtual().name("server-mark").start(mark::renewForEver));
        return mark;
    }

    static BucketLease set(Bucket bucket, Keys keys, Pausing pausing) throws IOException {
        BucketLease mark = new BucketLease(bucket, keys.server(), pausing);
        mark.waitForTheLast();
        mark.renew();
        mark.requireMine();
        return mark;
    }

    private void waitForTheLast() throws IOException {
        Optional<String> found = version();
        if (found.isEmpty()) {
            return;
        }
        LOG.info("Another server holds the lease of this bucket: waiting for the lease to expire");
        for (int i = 0; i < RENEWALS_TO_MISS; i++) {
            pausing.pause(RENEWAL);
            Optional<String> now = version();
            if (now.isEmpty()) {
                return;
            }
            if (!now.equals(found)) {
                throw rival();
            }
        }
    }

    private Optional<String> version() throws IOException {
        return bucket.head(key).map(head -> head.eTag() + " " + head.lastModified());
    }

    private static IOException rival() {
        return new IOException(
                "another server uses this bucket, and its store decides no conditional writes: there can be only"
                        + " one");
    }

    /** Checks that the mark is this server's. When two servers start at the same moment, the one that writes last stays. */
    private void requireMine() throws IOException {
        pausing.pause(RENEWAL.dividedBy(RENEWALS_TO_MISS));
        if (!isMine()) {
            throw rival();
        }
    }

    private boolean isMine() throws IOException {
        return bucket.head(key)
                .filter(mark -> server.equals(mark.metadata().get(Metadata.WRITE)))
                .isPresent();
    }

    /** Rewrites the mark, with different content each time. */
    void renew() throws IOException {
        renewals++;
        byte[] content = (server + " " + renewals).getBytes(StandardCharsets.US_ASCII);
        bucket.put(key, content, Map.of(Metadata.WRITE, server), request -> {});
    }

    private void renewForEver() {
        try {
            while (true) {
                try {
                    pausing.pause(RENEWAL);
                    if (isMine()) {
                        renew();
                    } else {
                        LOG.error(
                                "Another server has taken the lease of this bucket, whose store does not support conditional writes");
                    }
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    LOG.atWarn().setCause(e).log("The lease of this server could not be renewed");
                }
            }
        } catch (InterruptedIOException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes the mark, so that another server can start. */
    @Override
    public void close() throws IOException {
        renewing.ifPresent(Thread::interrupt);
        if (isMine()) {
            bucket.delete(key, request -> {});
        }
    }
}
