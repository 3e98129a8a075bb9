package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs staged bytes to disk while more of them arrive, so that little is left to sync when a large upload ends. It promises
 * nothing: sealing syncs the whole file, and nothing is started while all threads are busy. A failure counts as any other
 * failed fsync.
 */
final class Writeback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writeback.class);

    /** The number of bytes after which a sync is started. */
    static final long STEP = 32L << 20;

    private static final int MOST_THREADS = 4;
    private static final long IDLE_SECONDS = 10;

    private final Fsync forcing;
    private final ThreadPoolExecutor threads;

    Writeback(Fsync forcing) {
        this.forcing = forcing;
        this.threads = new ThreadPoolExecutor(
                0,
                MOST_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("write-behind-", 1).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Starts to sync the bytes of a file, and does not wait for the end.
     *
     * @param failed is run by another thread when some of the bytes may be lost
     */
    void begin(Path data, Runnable failed) {
        threads.execute(() -> force(data, failed));
    }

    private void force(Path data, Runnable failed) {
        // The file is opened anew, because the writer closes its own channel when its body has ended.
        try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            force(file, failed);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("Staged bytes were not written ahead of the seal");
        }
    }

    private void force(FileChannel file, Runnable failed) {
        try {
            forcing.file(file);
        } catch (IOException e) {
            LOG.atError().setCause(e).log("Staged bytes could not be written to the disk");
            failed.run();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
