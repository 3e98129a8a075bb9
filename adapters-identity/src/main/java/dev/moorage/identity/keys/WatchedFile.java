package dev.moorage.identity.keys;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The value in a file, read again when the file has changed. While the file cannot be read there is no value. A file that can be
 * read and is not in the format does not replace the previous one.
 */
public final class WatchedFile<T> implements Refreshing<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    private final KeyFile file;
    private final KeyFormat<T> format;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot<T> snapshot;

    /** @param stamp the stamp that was read last, or empty while the file cannot be read */
    private record Snapshot<T>(Optional<FileStamp> stamp, Optional<T> value) {}

    /**
     * Reads the file.
     *
     * @throws IOException the file cannot be read, or is not in the format
     */
    public WatchedFile(KeyFile file, KeyFormat<T> format) throws IOException {
        this.file = file;
        this.format = format;
        FileStamp stamp = file.stamp();
        this.snapshot = new Snapshot<>(Optional.of(stamp), Optional.of(format.parse(file.read())));
    }

    @Override
    public T current() throws KeysUnavailableException {
        Snapshot<T> seen = snapshot;
        Snapshot<T> now = seen.stamp().equals(stamp()) && seen.value().isPresent() ? seen : readAgain();
        return now.value().orElseThrow(() -> new KeysUnavailableException(file.name() + " cannot be read"));
    }

    @Override
    public T refreshed() throws KeysUnavailableException {
        return current();
    }

    private Optional<FileStamp> stamp() {
        try {
            return Optional.of(file.stamp());
        } catch (IOException _) {
            return Optional.empty(); // Reported where the file is read.
        }
    }

    /** Reads the changed file. One thread at a time does so, and reports a problem once. */
    private Snapshot<T> readAgain() {
        reading.lock();
        try {
            FileStamp stamp = file.stamp();
            if (!snapshot.stamp().equals(Optional.of(stamp))) {
                snapshot = new Snapshot<>(Optional.of(stamp), parsed(file.read()));
            }
        } catch (IOException e) {
            if (snapshot.stamp().isPresent()) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("file", file.name())
                        .log("A file cannot be read: its earlier content is no longer used");
            }
            snapshot = new Snapshot<>(Optional.empty(), Optional.empty());
        } finally {
            reading.unlock();
        }
        return snapshot;
    }

    private Optional<T> parsed(byte[] bytes) {
        try {
            T value = format.parse(bytes);
            LOG.atInfo().addKeyValue("file", file.name()).log("A changed file was read again");
            return Optional.of(value);
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("file", file.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("A file has changed and cannot be used: its earlier content stays in use");
            return snapshot.value();
        }
    }
}
