package dev.moorage.identity.htpasswd;

import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current content of the htpasswd file.
 *
 * <p>While the file cannot be read there are no users, whatever it held before. An operator may have removed the file or its
 * permissions to lock a user out, and refusing all users is noticed at once. The users are back as soon as the file can be
 * read. A file that can be read but is invalid does not replace the previous one.
 */
final class HtpasswdUsers {
    private static final Logger LOG = LoggerFactory.getLogger(HtpasswdUsers.class);

    private final HtpasswdSource source;
    private final Snapshot unreadable;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot current;

    /**
     * @param stamp the stamp of the file that was read last, even if it was invalid and an older file is in use. Empty while the
     *     file cannot be read
     */
    private record Snapshot(Optional<FileStamp> stamp, HtpasswdFile file) {}

    /**
     * @throws IOException the file cannot be read now
     * @throws InvalidHtpasswdException the file must not be used
     */
    HtpasswdUsers(HtpasswdSource source) throws IOException, InvalidHtpasswdException {
        this.source = source;
        this.unreadable = new Snapshot(Optional.empty(), new HtpasswdFile(List.of()));
        this.current = read(source.stamp());
    }

    HtpasswdFile file() {
        Snapshot seen = current;
        try {
            if (seen.stamp().equals(Optional.of(source.stamp()))) {
                return seen.file();
            }
        } catch (IOException _) {
            // Reported where the file is read.
        }
        return readAgain().file();
    }

    /** Reads the changed file. One request at a time does so, and reports a problem once. */
    private Snapshot readAgain() {
        reading.lock();
        try {
            FileStamp stamp = source.stamp();
            if (!current.stamp().equals(Optional.of(stamp))) {
                readAgain(stamp);
            }
        } catch (IOException e) {
            if (!current.equals(unreadable)) {
                LOG.atError().setCause(e).log("The htpasswd file cannot be read: until it can, all logins are refused");
            }
            current = unreadable;
        } finally {
            reading.unlock();
        }
        return current;
    }

    private void readAgain(FileStamp stamp) throws IOException {
        try {
            current = read(stamp);
            LOG.info("The htpasswd file was read again");
        } catch (InvalidHtpasswdException e) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The htpasswd file has changed and cannot be used: its earlier users stay valid");
            current = new Snapshot(Optional.of(stamp), current.file());
        }
    }

    private Snapshot read(FileStamp stamp) throws IOException, InvalidHtpasswdException {
        HtpasswdFile file = new HtpasswdFile(source.lines());
        if (!file.ignored().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("lines", file.ignored())
                    .log(
                            "Lines of the htpasswd file are ignored: they are not <user>:<hash> with a hash that is supported,"
                                    + " such as those of htpasswd -B");
        }
        return new Snapshot(Optional.of(stamp), file);
    }
}
