package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.ReindexReport;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.manifest.StoredBytes;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.Optional;

/** Reads the manifests of every repository, and adds each one with a subject to the referrers of that subject. */
final class ReindexReferrersService implements ReindexReferrers {
    private final StorageDriver storage;
    private final Links links;
    private final ManifestStore manifests;

    ReindexReferrersService(StorageDriver storage, MemoryBudget memory) {
        this.storage = storage;
        this.links = new Links(storage);
        this.manifests = new ManifestStore(storage, links, memory);
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
                    boolean missing = add(
                            RegistryKeys.referrerLink(revision.repository(), subject.get(), revision.digest()),
                            revision.digest());
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

        /** Adds a link. Returns whether it was missing. */
        private boolean add(ObjectKey link, Digest referrer) throws IOException {
            if (links.inspect(link).isPresent()) {
                return false;
            }
            try {
                if (!dryRun) {
                    links.create(link, referrer);
                }
                return true;
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
