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

/**
 * The links and manifests of one repository that the trash names. The trash is read when the first one is asked for, so that a
 * request that misses nothing costs nothing.
 */
public final class TrashedContent {
    private final Trash trash;
    private final RepositoryName repository;
    private final Set<By> causes;
    private Optional<Content> content = Optional.empty();

    /** The digests of the bytes, by the digests under which the repository had them. */
    private final class Content {
        private final Map<Digest, Digest> links = new HashMap<>();
        private final Map<Digest, Digest> revisions = new HashMap<>();

        /** Adds a record that is newer than those before. What was removed by another cause since is not asked for. */
        void add(TrashRecord record) {
            boolean asked = causes.contains(record.by());
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

    /**
     * @param causes whose content is asked for. That of clients is only for operators
     */
    public TrashedContent(Trash trash, RepositoryName repository, Set<By> causes) {
        this.trash = trash;
        this.repository = repository;
        this.causes = Set.copyOf(causes);
    }

    /** Returns the digest under which the bytes of a blob are stored whose link is in the trash. */
    public Optional<Digest> link(Digest digest) throws IOException {
        return Optional.ofNullable(content().links.get(digest));
    }

    /** Returns the digest under which the bytes of a manifest are stored that is in the trash. */
    public Optional<Digest> revision(Digest digest) throws IOException {
        return Optional.ofNullable(content().revisions.get(digest));
    }

    private synchronized Content content() throws IOException {
        if (content.isEmpty()) {
            content = Optional.of(read());
        }
        return content.get();
    }

    private Content read() throws IOException {
        List<Trash.Stored> records = new ArrayList<>();
        trash.forEach(repository, records::add);
        records.sort(Comparator.comparing(stored -> stored.object().lastModified()));
        Content found = new Content();
        records.forEach(stored -> stored.record().ifPresent(found::add));
        return found;
    }
}
