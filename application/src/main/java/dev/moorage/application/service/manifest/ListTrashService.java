package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.maintenance.ListTrash;
import dev.moorage.application.port.in.maintenance.TrashEntry;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Lists the records of the trash. */
final class ListTrashService implements ListTrash {
    private final Trash trash;

    ListTrashService(Trash trash) {
        this.trash = trash;
    }

    @Override
    public long list(Optional<RepositoryName> repository, Consumer<TrashEntry> entries) throws IOException {
        AtomicLong unknown = new AtomicLong();
        Trash.Visitor visitor = stored -> {
            if (stored.record().isPresent()) {
                list(stored.record().get(), stored.object().lastModified(), entries);
            } else {
                unknown.incrementAndGet();
            }
        };
        if (repository.isPresent()) {
            trash.forEach(repository.get(), visitor);
        } else {
            trash.forEach(visitor);
        }
        return unknown.get();
    }

    private static void list(TrashRecord record, Instant since, Consumer<TrashEntry> entries) {
        record.content()
                .forEach(content -> entries.accept(new TrashEntry(record.repository(), content, record.by(), since)));
    }
}
