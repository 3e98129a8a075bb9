package dev.moorage.application.service.garbage.trash;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The links and manifests of one repository that the trash names. The trash is read when the first one is asked for, so that a
 * request that misses nothing costs nothing. What leaves the repository later is in no earlier read. Therefore a request
 * asks {@link #asOfNow} after it has found that something is gone.
 */
public final class TrashedContent {
    private final Reads reads;

    /** The number of the last read that had begun when this object was created. An answer that is empty comes from a later one. */
    private final long before;

    /** The digests of the bytes, by the digests under which the repository had them. */
    private static final class Content {
        private final Map<Digest, Digest> links = new HashMap<>();
        private final Map<Digest, Digest> revisions = new HashMap<>();

        /** Adds a record that is newer than those before. What was removed by another cause since is not asked for. */
        void add(TrashRecord record, boolean asked) {
            for (Trashed trashed : record.content()) {
                switch (trashed) {
                    case TrashedLink(Digest digest, Digest bytes) -> set(links, digest, bytes, asked);
                    case TrashedRevision(Digest digest, Digest bytes) -> set(revisions, digest, bytes, asked);
                    case TrashedTag _ -> {
                        // A tag is put back by its name.
                    }
                }
            }
        }

        private void set(Map<Digest, Digest> digests, Digest digest, Digest bytes, boolean asked) {
            if (asked) {
                digests.put(digest, bytes);
            } else {
                digests.remove(digest);
            }
        }
    }

    /** The reads of one request, one at a time. */
    private static final class Reads {
        private final Trash trash;
        private final RepositoryName repository;
        private final Set<By> causes;
        private volatile long begun;
        private long ended;
        private volatile Content last = new Content();

        Reads(Trash trash, RepositoryName repository, Set<By> causes) {
            this.trash = trash;
            this.repository = repository;
            this.causes = causes;
        }

        /** Returns what a read has found that began after another one. */
        synchronized Content after(long before) throws IOException {
            if (ended <= before) {
                begun++;
                last = read();
                ended = begun;
            }
            return last;
        }

        private Content read() throws IOException {
            List<Trash.Stored> records = new ArrayList<>();
            trash.forEach(repository, records::add);
            records.sort(Comparator.comparing(stored -> stored.object().lastModified()));
            Content found = new Content();
            records.forEach(stored ->
                    stored.record().ifPresent(record -> found.add(record, causes.contains(record.by()))));
            return found;
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
        return find(content -> content.links.get(digest));
    }

    /** Returns the digest under which the bytes of a manifest are stored that is in the trash. */
    public Optional<Digest> revision(Digest digest) throws IOException {
        return find(content -> content.revisions.get(digest));
    }

    private Optional<Digest> find(Function<Content, @Nullable Digest> digests) throws IOException {
        Optional<Digest> known = Optional.ofNullable(digests.apply(reads.last));
        return known.isPresent() ? known : Optional.ofNullable(digests.apply(reads.after(before)));
    }
}
