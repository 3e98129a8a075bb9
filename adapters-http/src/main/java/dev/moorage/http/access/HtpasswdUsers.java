package dev.moorage.http.access;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The htpasswd file as it is now.
 *
 * <p>While the file cannot be read it has no users, whatever it had before: it may have been taken away, or its permissions, to
 * lock a user out, and that everybody is refused is noticed at once. It counts again as soon as it can be read. A file that can be
 * read and must not be used leaves the one before it in its place.
 */
final class HtpasswdUsers {
    private static final Logger LOG = LoggerFactory.getLogger(HtpasswdUsers.class);

    private final HtpasswdSource source;
    private final Snapshot unreadable;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot current;

    /**
     * @param stamp that of the file that was read, also where an older one is used
     */
    private record Snapshot(String stamp, HtpasswdFile file) {}

    /**
     * @throws IOException the file cannot be read now
     * @throws InvalidHtpasswdException it must not be used
     */
    HtpasswdUsers(HtpasswdSource source) throws IOException, InvalidHtpasswdException {
        this.source = source;
        this.unreadable = new Snapshot("", new HtpasswdFile(List.of()));
        this.current = read(source.stamp());
    }

    HtpasswdFile file() {
        Snapshot seen = current;
        try {
            if (source.stamp().equals(seen.stamp())) {
                return seen.file();
            }
        } catch (IOException _) {
            // Reported where it is read.
        }
        return readAgain().file();
    }

    /** One request reads the file that has changed, and reports it once. */
    private Snapshot readAgain() {
        reading.lock();
        try {
            String stamp = source.stamp();
            if (!stamp.equals(current.stamp())) {
                readAgain(stamp);
            }
        } catch (IOException e) {
            if (!current.equals(unreadable)) {
                LOG.atError().setCause(e).log("The htpasswd file cannot be read: until it can, nobody is let in");
            }
            current = unreadable;
        } finally {
            reading.unlock();
        }
        return current;
    }

    private void readAgain(String stamp) throws IOException {
        try {
            current = read(stamp);
            LOG.info("The htpasswd file was read again");
        } catch (InvalidHtpasswdException e) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The htpasswd file has changed and cannot be used: the users of before are let in");
            current = new Snapshot(stamp, current.file());
        }
    }

    private Snapshot read(String stamp) throws IOException, InvalidHtpasswdException {
        HtpasswdFile file = new HtpasswdFile(source.lines());
        if (!file.ignored().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("lines", file.ignored())
                    .log("Lines of the htpasswd file are ignored: they are not <user>:<bcrypt hash>");
        }
        return new Snapshot(stamp, file);
    }
}
