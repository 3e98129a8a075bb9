package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.out.storage.ConditionFailedException;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectPage;
import dev.moorage.application.port.out.storage.ObjectVersion;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadOutcome.Ended;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the session of every upload. A living one that is too old ends first, by compare-and-set, and then loses its bytes;
 * one that has ended is forgotten once nobody can ask for it any more.
 */
final class PurgeUploadsService implements PurgeUploads {
    private static final Logger LOG = LoggerFactory.getLogger(PurgeUploadsService.class);
    private static final int PAGE = 1000;

    private final UploadCollaborators with;
    private final Catalog catalog;

    PurgeUploadsService(UploadCollaborators collaborators) {
        this.with = collaborators;
        this.catalog = Catalog.withUploads(collaborators.storage());
    }

    @Override
    public PurgeReport purge(Duration age, boolean dryRun) throws IOException {
        Tally tally = new Tally();
        String last = "";
        while (true) {
            List<RepositoryName> repositories = catalog.namesAfter(last, PAGE);
            for (RepositoryName repository : repositories) {
                purge(repository, age, dryRun, tally);
            }
            if (repositories.size() < PAGE) {
                return new PurgeReport(tally.living, tally.purged, tally.failed);
            }
            last = repositories.getLast().value();
        }
    }

    /** What was counted so far. */
    private static final class Tally {
        private int living;
        private int purged;
        private int failed;
    }

    private void purge(RepositoryName repository, Duration age, boolean dryRun, Tally tally) throws IOException {
        ListOptions options = ListOptions.children(PAGE);
        while (true) {
            ObjectPage page = with.storage().list(RegistryKeys.uploads(repository), options);
            for (ObjectPage.Entry entry : page.entries()) {
                Optional<UploadId> id = UploadId.tryParse(entry.key().name());
                if (id.isPresent()) {
                    purge(new Path(repository, id.get()), age, dryRun, tally);
                }
            }
            if (page.next().isEmpty()) {
                return;
            }
            options = options.after(page.next().get());
        }
    }

    private void purge(Path upload, Duration age, boolean dryRun, Tally tally) {
        try {
            Optional<UploadSessions.Stored> stored = with.sessions().read(upload);
            Optional<SessionRecord> record = stored.flatMap(UploadSessions.Stored::record);
            if (record.isEmpty() || !isOld(record.get().session(), age)) {
                tally.living++;
            } else if (dryRun || end(upload, record.get(), stored.get().version(), age)) {
                tally.purged++;
            } else {
                tally.living++;
            }
        } catch (IOException e) {
            tally.failed++;
            LOG.atWarn()
                    .addKeyValue("repository", upload.repository())
                    .addKeyValue("upload", upload.id())
                    .setCause(e)
                    .log("An upload could not be purged");
        }
    }

    private boolean isOld(UploadSession session, Duration age) {
        return !session.lastActivity().plus(age).isAfter(with.clock().instant());
    }

    /** Whether the upload is gone now; not where somebody has touched it meanwhile. */
    private boolean end(Path upload, SessionRecord record, ObjectVersion version, Duration age) throws IOException {
        UploadSession session = record.session();
        try {
            ObjectVersion current = version;
            if (!session.phase().isFinal()) {
                if (!(with.protocol().purge(session, age, with.clock().instant())
                        instanceof Ended(UploadSession ended))) {
                    return false;
                }
                session = ended;
                current = with.sessions().replace(record.with(ended), version);
            }
            discard(upload, record, session.generation() + 1);
            with.storage()
                    .delete(
                            RegistryKeys.uploadSession(upload.repository(), upload.id()),
                            WriteCondition.ifVersion(current),
                            Durability.PROCESS_CRASH);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    private void discard(Path upload, SessionRecord record, long generation) throws IOException {
        Optional<StagedObject> staged = with.storage()
                .stage(new StagingRequest.Reopen(
                        RegistryKeys.upload(upload.repository(), upload.id()), generation, record.staged()));
        if (staged.isPresent()) {
            try (StagedObject bytes = staged.get()) {
                bytes.discard();
            }
        }
    }
}
