package dev.moorage.bootstrap.access;

import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stamp of a file. Each request asks for it, so one look at the file serves all requests that ask within half a millisecond. A
 * symbolic link is followed, so the files of a Kubernetes secret are seen to change.
 */
public final class RecentStamp {
    /** How long a look counts, in nanoseconds. A request takes longer from its client to here after the change of a file. */
    static final long LIFE = 500_000;

    private final Path path;
    private final LongSupplier nanos;
    private volatile @Nullable Look last;

    private record Look(long at, FileStamp stamp) {}

    public RecentStamp(Path path) {
        this(path, System::nanoTime);
    }

    /** @param nanos a clock in nanoseconds, as of {@link System#nanoTime} */
    RecentStamp(Path path, LongSupplier nanos) {
        this.path = path;
        this.nanos = nanos;
    }

    /** @throws IOException the file cannot be looked at now. A failure does not count for later calls */
    public FileStamp get() throws IOException {
        long now = nanos.getAsLong();
        Look look = last;
        if (look == null || now - look.at() >= LIFE) {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            look = new Look(
                    now,
                    new FileStamp(
                            attributes.fileKey(),
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
            last = look;
        }
        return look.stamp();
    }
}
