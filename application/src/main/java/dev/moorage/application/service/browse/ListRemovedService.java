package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.ListRemoved;
import dev.moorage.application.port.in.browse.RemovedContent;
import dev.moorage.application.port.in.browse.RemovedContent.Removal;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the records of the trash page by page. */
final class ListRemovedService implements ListRemoved {
    private static final int MAX_PAGE = 100;

    /** The most references that are given of a record. */
    private static final int MAX_REFERENCES = 20;

    private final Trash trash;
    private final Duration life;

    /** @param life how long the trash keeps what has left a repository */
    ListRemovedService(Trash trash, Duration life) {
        this.trash = trash;
        this.life = life;
    }

    @Override
    public RemovedContent list(Optional<RepositoryName> repository, Optional<String> after, int limit)
            throws IOException {
        Trash.Page page = trash.page(repository, after, Math.min(limit, MAX_PAGE));
        List<Removal> removals = new ArrayList<>();
        int unknown = 0;
        for (Trash.Stored stored : page.records()) {
            if (stored.record().isPresent()) {
                removals.add(removal(stored.record().get(), stored));
            } else {
                unknown++;
            }
        }
        return new RemovedContent(removals, page.next(), unknown);
    }

    private Removal removal(TrashRecord record, Trash.Stored stored) {
        List<String> references = new ArrayList<>();
        int manifests = 0;
        int tags = 0;
        int blobs = 0;
        for (Trashed trashed : record.content()) {
            switch (trashed) {
                case TrashedTag removed -> {
                    tags++;
                    references.add(removed.tag().value());
                }
                case TrashedRevision removed -> {
                    manifests++;
                    references.add(removed.digest().toString());
                }
                case TrashedLink _ -> blobs++;
            }
        }
        return new Removal(
                record.repository(),
                record.by(),
                references.subList(0, Math.min(references.size(), MAX_REFERENCES)),
                manifests,
                tags,
                blobs,
                stored.object().lastModified(),
                stored.object().lastModified().plus(life));
    }
}
