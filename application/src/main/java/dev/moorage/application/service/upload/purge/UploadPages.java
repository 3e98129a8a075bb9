package dev.moorage.application.service.upload.purge;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.StoredUpload;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.application.service.repository.WalkedNames;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the records of uploads in pages of bounded costs. A position is the name of a repository, up to which everything was read,
 * or the name with {@code :} and the id of the upload that was read last.
 */
public final class UploadPages {
    private static final char MARK = ':';
    private static final int MAX_REPOSITORIES = 500;
    private static final int MAX_READS = 1000;

    /** The records that are read together, of which few are read in vain at the end of a page. */
    private static final int BATCH = 50;

    private final StorageDriver storage;
    private final UploadSessions sessions;

    public UploadPages(StorageDriver storage, UploadSessions sessions) {
        this.storage = storage;
        this.sessions = sessions;
    }

    /**
     * Returns the page after a position.
     *
     * @param only the repository to read, or empty for all
     * @param after a position. Another text is a position as well, with names after it or none
     * @param limit the most entries, 1 or more
     * @throws IOException the repositories could not be listed
     */
    public UploadPage read(Optional<RepositoryName> only, Optional<String> after, int limit) throws IOException {
        Reading reading = new Reading(limit);
        String position = after.orElse("");
        int mark = position.indexOf(MARK);
        String last = mark < 0 ? position : position.substring(0, mark);
        String id = mark < 0 ? "" : position.substring(mark + 1);
        if (only.isPresent()) {
            reading.read(only.get(), last.equals(only.get().value()) ? id : "");
            return reading.page(Optional.empty());
        }
        Optional<RepositoryName> begun = mark < 0 ? Optional.empty() : RepositoryName.tryParse(last);
        if (begun.isPresent()) {
            reading.read(begun.get(), id);
        }
        return reading.isFull() ? reading.page(Optional.empty()) : reading.page(readOn(reading, last));
    }

    /** Reads the repositories after a name. Returns the position after them, or nothing if there are no more. */
    private Optional<String> readOn(Reading reading, String last) throws IOException {
        Catalog catalog = Catalog.withUploads(storage, (folder, reason) -> {
            if (folder.equals(RegistryKeys.REPOSITORIES)) {
                throw reason;
            }
            reading.isPartial.set(true);
        });
        WalkedNames walked = catalog.namesWithin(last, MAX_REPOSITORIES);
        for (RepositoryName repository : walked.names()) {
            reading.read(repository, "");
            if (reading.isFull()) {
                return Optional.of(repository.value());
            }
        }
        boolean isCut = walked.names().size() == MAX_REPOSITORIES;
        return isCut ? Optional.of(walked.names().getLast().value()) : walked.end();
    }

    /** The reading of one page. */
    private final class Reading {
        private final int limit;
        private final List<StoredUpload> found = new ArrayList<>();
        private final AtomicBoolean isPartial = new AtomicBoolean();
        private int reads;
        private Optional<String> within = Optional.empty();

        Reading(int limit) {
            this.limit = limit;
        }

        boolean isFull() {
            return found.size() >= limit || reads >= MAX_READS;
        }

        UploadPage page(Optional<String> next) {
            return new UploadPage(found, within.or(() -> next), isPartial.get(), reads);
        }

        /** Reads the uploads of a repository after an id, until the page is full. */
        void read(RepositoryName repository, String after) {
            ObjectKey uploads = RegistryKeys.uploads(repository);
            try {
                ObjectWalk.children(storage, uploads)
                        .after(after.isEmpty() ? Optional.empty() : Optional.of(uploads.value() + "/" + after + "/"))
                        .forEachPage(page -> {
                            readBatches(repository, ids(page));
                            return !isFull();
                        });
            } catch (IOException _) {
                isPartial.set(true);
            }
        }

        private static List<UploadId> ids(ObjectPage page) {
            return page.entries().stream()
                    .flatMap(entry -> UploadId.tryParse(entry.key().name()).stream())
                    .toList();
        }

        private void readBatches(RepositoryName repository, List<UploadId> ids) throws IOException {
            for (int begin = 0; begin < ids.size() && !isFull(); begin += BATCH) {
                List<UploadId> batch = ids.subList(begin, Math.min(ids.size(), begin + BATCH));
                Map<UploadId, StoredUpload> open = new ConcurrentHashMap<>();
                ParallelWork.forEach(batch, id -> readOne(new Path(repository, id), open));
                reads += batch.size();
                for (UploadId id : batch) {
                    if (open.containsKey(id) && found.size() < limit) {
                        found.add(open.get(id));
                        within = Optional.of(repository.value() + MARK + id);
                    }
                }
                if (found.size() < limit) {
                    within = Optional.of(repository.value() + MARK + batch.getLast());
                }
            }
            if (!isFull()) {
                within = Optional.empty();
            }
        }

        private void readOne(Path upload, Map<UploadId, StoredUpload> open) {
            try {
                sessions.read(upload)
                        .flatMap(UploadSessions.Stored::record)
                        .filter(record -> StoredRecords.isOf(record, upload)
                                && !record.session().phase().isFinal())
                        .map(StoredRecords::upload)
                        .ifPresent(stored -> open.put(upload.id(), stored));
            } catch (IOException _) {
                isPartial.set(true);
            }
        }
    }
}
