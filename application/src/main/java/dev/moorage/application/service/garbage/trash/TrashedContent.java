package dev.moorage.application.service.garbage.trash;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The links and manifests of one repository that the trash names. The trash is read when the first one is asked for, so that a
 * request that misses nothing costs nothing. What leaves the repository later is in no earlier read. Therefore a request
 * asks {@link #asOfNow} after it has found that something is gone.
 */
public final class TrashedContent {
    private final Reads reads;

    /** The number of the last read that had begun when this object was created. An answer that is empty comes from a later one. */
    private final long before;

    /** The reads of one request, one at a time. */
    private static final class Reads {
        private final Trash trash;
        private final RepositoryName repository;
        private final Set<By> causes;
        private volatile long begun;
        private long ended;
        private volatile LastRemovals last = new LastRemovals();

        Reads(Trash trash, RepositoryName repository, Set<By> causes) {
            this.trash = trash;
            this.repository = repository;
            this.causes = causes;
        }

        /** Returns what a read has found that began after another one. */
        synchronized LastRemovals after(long before) throws IOException {
            if (ended <= before) {
                begun++;
                last = LastRemovals.of(trash, repository);
                ended = begun;
            }
            return last;
        }
    }

    /**
     * @param causes whose content is asked for. That of clients is only for operators
     */
    public TrashedContent(Trash trash, RepositoryName repository, Set<By> causes) {
        this(new Reads(trash, repository, Set.copyOf(causes)));
    }

    private TrashedContent(Reads reads) {
        this.reads = reads;
        this.before = reads.begun;
    }

    /** Returns the same content with all that has left the repository until now. */
    public TrashedContent asOfNow() {
        return new TrashedContent(reads);
    }

    /** Returns the digest under which the bytes of a blob are stored whose link is in the trash. */
    public Optional<Digest> link(Digest digest) throws IOException {
        return find(removals -> removals.link(digest, reads.causes));
    }

    /** Returns the digest under which the bytes of a manifest are stored that is in the trash. */
    public Optional<Digest> revision(Digest digest) throws IOException {
        return find(removals -> removals.revision(digest, reads.causes));
    }

    private Optional<Digest> find(Function<LastRemovals, Optional<Digest>> digests) throws IOException {
        Optional<Digest> known = digests.apply(reads.last);
        return known.isPresent() ? known : digests.apply(reads.after(before));
    }
}
