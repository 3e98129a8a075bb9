package dev.moorage.application.service.upload.purge;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.StorageFullException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines every upload of every repository. An upload that fails is reported and counted, and the purge continues. */
public final class PurgeUploadsService implements PurgeUploads {
    private final StorageDriver storage;
    private final UploadFolders folders;
    private final UploadSessions sessions;
    private final SessionPurge recorded;
    private final OrphanPurge orphans;
    private final InstantSource clock;

    public PurgeUploadsService(
            StorageDriver storage,
            UploadSessions sessions,
            SessionPurge recorded,
            OrphanPurge orphans,
            InstantSource clock) {
        this.storage = storage;
        this.folders = new UploadFolders(storage);
        this.sessions = sessions;
        this.recorded = recorded;
        this.orphans = orphans;
        this.clock = clock;
    }

    @Override
    public PurgeReport purge(Duration age, boolean dryRun, PurgeObserver observer) throws IOException {
        return new Run(age, dryRun, observer).run();
    }

    /**
     * An upload as the storage has it.
     *
     * @param version that of the record, also of one that cannot be read
     */
    private record Found(Path path, Optional<SessionRecord> record, Optional<ObjectVersion> version) {
        PurgeObserver.Kept kept() {
            if (record.isEmpty()) {
                return PurgeObserver.Kept.UNRECORDED;
            }
            return record.get().session().phase().isFinal() ? PurgeObserver.Kept.ENDED : PurgeObserver.Kept.UNFINISHED;
        }
    }

    private record WithoutRoom(Path path, ObjectKey area, StorageFullException reason) {}

    /** The state of one purge: its options and its counts. */
    private final class Run {
        private final Duration age;
        private final boolean dryRun;
        private final PurgeObserver observer;
        private final StoreClock store;
        /**
         * Uploads that could not be removed, because removing needs some free space too. They are tried once more at
         * the end, when others have freed space.
         */
        private final List<WithoutRoom> withoutRoom = new ArrayList<>();

        private int living;
        private int purged;
        private int failed;

        Run(Duration age, boolean dryRun, PurgeObserver observer) {
            this.age = age;
            this.dryRun = dryRun;
            this.observer = observer;
            this.store = new StoreClock(storage, clock, !dryRun);
        }

        PurgeReport run() throws IOException {
            int repositories = folders.forEach(new UploadFolders.Visitor() {
                @Override
                public void visit(Path upload, ObjectKey folder) {
                    purge(upload, folder);
                }

                @Override
                public void failed(ObjectKey key, IOException reason) {
                    fail(key, reason);
                }
            });
            withoutRoom.forEach(this::purge);
            observer.walked(repositories);
            return new PurgeReport(living, purged, failed);
        }

        private void purge(Path upload, ObjectKey area) {
            try {
                Found found = find(upload);
                Optional<PurgedUpload> taken = take(found);
                if (taken.isPresent()) {
                    purged++;
                    observer.purged(taken.get());
                } else {
                    living++;
                    observer.kept(found.kept());
                }
            } catch (StorageFullException e) {
                withoutRoom.add(new WithoutRoom(upload, area, e));
            } catch (IOException e) {
                fail(area, e);
            }
        }

        private void purge(WithoutRoom upload) {
            try {
                Optional<PurgedUpload> taken = take(find(upload.path()));
                if (taken.isPresent()) {
                    purged++;
                    observer.purged(taken.get());
                } else {
                    fail(upload.area(), upload.reason()); // Its removal has begun, so it counts as young again.
                }
            } catch (IOException e) {
                fail(upload.area(), e);
            }
        }

        private Found find(Path upload) throws IOException {
            Optional<UploadSessions.Stored> stored = sessions.read(upload);
            // A record that was copied from another upload is ignored.
            Optional<SessionRecord> record = stored.flatMap(UploadSessions.Stored::record)
                    .filter(found -> found.session().id().equals(upload.id())
                            && found.session().repository().equals(upload.repository()));
            return new Found(upload, record, stored.map(UploadSessions.Stored::version));
        }

        private Optional<PurgedUpload> take(Found found) throws IOException {
            return found.record().isPresent()
                    ? recorded.purge(
                            found.path(), found.record().get(), found.version().orElseThrow(), age, dryRun)
                    : orphans.purge(found.path(), found.version(), age, store, dryRun);
        }

        private void fail(ObjectKey key, IOException reason) {
            failed++;
            observer.failed(key.value(), reason);
        }
    }
}
