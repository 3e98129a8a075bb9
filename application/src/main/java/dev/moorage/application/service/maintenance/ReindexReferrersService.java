package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.ReindexReport;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.manifest.StoredBytes;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads the manifests of every repository, and adds each one with a subject to the referrers of that subject. */
final class ReindexReferrersService implements ReindexReferrers {
    private final StorageDriver storage;
    private final Docket docket;
    private final Links links;
    private final ManifestStore manifests;

    ReindexReferrersService(StorageDriver storage, Docket docket, MemoryBudget memory, ComputePool computing) {
        this.storage = storage;
        this.docket = docket;
        this.links = new Links(storage);
        this.manifests = new ManifestStore(storage, links, memory, computing);
    }

    @Override
    public ReindexReport reindex(int parallel, boolean dryRun, ReindexObserver observer) throws IOException {
        Run run = new Run(dryRun, observer);
        try (ParallelScan scan = new ParallelScan(storage, parallel)) {
            scan.scan(
                    RegistryKeys.REPOSITORIES,
                    Optional.empty(),
                    object -> {
                        if (RepositoryKey.parse(object.key()).orElse(null) instanceof RepositoryKey.Revision revision) {
                            run.look(revision);
                        }
                    },
                    run::unreadable,
                    _ -> {});
        }
        return run.report();
    }

    /** The state of one run: its options and its counts. */
    private final class Run {
        private final boolean dryRun;
        private final ReindexObserver observer;
        private long looked;
        private long added;
        private long present;
        private long failed;

        Run(boolean dryRun, ReindexObserver observer) {
            this.dryRun = dryRun;
            this.observer = observer;
        }

        void look(RepositoryKey.Revision revision) {
            try {
                Optional<Digest> subject = subject(revision);
                if (subject.isPresent()) {
                    boolean missing = add(revision, subject.get());
                    count(revision, subject.get(), missing);
                }
            } catch (IOException e) {
                fail(revision, String.valueOf(e.getMessage()));
            }
            progress();
        }

        private Optional<Digest> subject(RepositoryKey.Revision revision) throws IOException {
            Optional<Digest> content = links.read(revision.key());
            Optional<StoredBytes> found = content.isEmpty() ? Optional.empty() : manifests.read(content.get());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (StoredBytes bytes = found.get()) {
                return bytes.parse(ManifestObserver.NONE).subject();
            }
        }

        /** Adds a link. Returns whether it was missing, and its referrer is still there. */
        private boolean add(RepositoryKey.Revision referrer, Digest subject) throws IOException {
            ObjectKey link = RegistryKeys.referrerLink(referrer.repository(), subject, referrer.digest());
            if (links.inspect(link).isPresent()) {
                return false;
            }
            try {
                if (dryRun) {
                    return true;
                }
                Reliance reliance = docket.rely(Set.of(new ManifestRevision(referrer.repository(), referrer.digest())));
                reliance.settle();
                links.create(link, referrer.digest());
                return reliance.confirm(() -> links.inspect(referrer.key()).isPresent());
            } catch (ConditionFailedException _) {
                return false; // A push was faster.
            }
        }

        private synchronized void count(RepositoryKey.Revision revision, Digest subject, boolean missing) {
            if (missing) {
                added++;
                observer.added(revision.repository(), subject, revision.digest());
            } else {
                present++;
            }
        }

        private synchronized void fail(RepositoryKey.Revision revision, String reason) {
            failed++;
            observer.failed(revision.repository(), revision.digest(), reason);
        }

        synchronized void unreadable(ObjectPage.Unreadable folder) {
            failed++;
            observer.unreadable(folder.key().value(), folder.reason());
        }

        private synchronized void progress() {
            looked++;
            observer.progressed(looked);
        }

        synchronized ReindexReport report() {
            return new ReindexReport(looked, added, present, failed);
        }
    }
}
