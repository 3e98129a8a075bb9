package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.ListTrash;
import dev.moorage.application.port.in.maintenance.TrashEntry;
import dev.moorage.application.port.in.maintenance.TrashPage;
import dev.moorage.application.port.in.maintenance.TrashQuery;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lists the records of the trash in the order of their keys. */
final class ListTrashService implements ListTrash {
    private final Trash trash;

    ListTrashService(Trash trash) {
        this.trash = trash;
    }

    @Override
    public TrashPage list(TrashQuery query, Consumer<TrashEntry> entries) throws IOException {
        ObjectKey prefix = query.repository().map(RegistryKeys::trash).orElse(RegistryKeys.TRASH);
        Optional<TrashPosition> after = query.after().map(text -> TrashPosition.parse(text, prefix));
        Page page = new Page(query.most(), entries);
        if (after.isPresent()) {
            Optional<Trash.Stored> first = trash.read(after.get().record());
            if (first.isPresent() && !page.add(first.get(), after.get().entries())) {
                return page.result();
            }
        }
        trash.forEachAfter(prefix, after.map(TrashPosition::record), query.most(), record -> page.add(record, 0));
        return page.result();
    }

    /** A page that is being filled. */
    private static final class Page {
        private final long most;
        private final Consumer<TrashEntry> entries;
        private long listed;
        private long unknown;
        private Optional<String> next = Optional.empty();

        Page(long most, Consumer<TrashEntry> entries) {
            this.most = most;
            this.entries = entries;
        }

        /** Adds a record without its first entries, and returns whether there is room for more records. */
        boolean add(Trash.Stored stored, int skipped) {
            if (stored.record().isEmpty()) {
                unknown++;
                return true;
            }
            TrashRecord record = stored.record().get();
            List<Trashed> content = record.content();
            int at = Math.min(skipped, content.size());
            for (; at < content.size() && listed < most; at++, listed++) {
                entries.accept(new TrashEntry(
                        record.repository(),
                        content.get(at),
                        record.by(),
                        stored.object().lastModified()));
            }
            if (listed == most) {
                next = Optional.of(new TrashPosition(stored.object().key(), at).toString());
            }
            return listed < most;
        }

        TrashPage result() {
            return new TrashPage(listed, unknown, next);
        }
    }
}
