package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.out.storage.ConditionFailedException;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
import dev.moorage.application.port.out.storage.ObjectVersion;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagedState;
import dev.moorage.application.port.out.storage.StagingFencedException;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.upload.UploadProtocol.Path;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is stored for an upload beside its record: staged bytes, whatever a driver keeps with them, and what Distribution
 * leaves ({@code data}, {@code startedat}, {@code hashstates/…}).
 */
final class UploadAreas {
    private static final int PAGE = 1000;
    private static final int LONGEST_TIME = 64;

    private final StorageDriver storage;

    UploadAreas(StorageDriver storage) {
        this.storage = storage;
    }

    /** When anything of the upload was written last, its record too, by the store's clock; empty where there is nothing. */
    Optional<Instant> lastModified(Path upload) throws IOException {
        Instant[] newest = new Instant[] {Instant.MIN};
        forEach(upload, info -> {
            if (info.lastModified().isAfter(newest[0])) {
                newest[0] = info.lastModified();
            }
        });
        return Optional.of(newest[0]).filter(found -> found.isAfter(Instant.MIN));
    }

    /** When Distribution began the upload; empty where it did not, or nobody can read when. */
    Optional<Instant> startedAt(Path upload) throws IOException {
        Optional<ObjectContent> found = storage.open(
                RegistryKeys.uploadStartedAt(upload.repository(), upload.id()), new ByteRange(0, LONGEST_TIME));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST_TIME);
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Until all of it is there.
            }
            String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /**
     * Removes all that was there when the upload's record became final. The record stays, and nobody can write under it any
     * more; a writer that was delayed so long that it comes now is fenced off, or leaves an orphan to a later purge.
     *
     * @param generation a first guess of one that overtakes every writer
     */
    void remove(Path upload, long generation, StagedState staged) throws IOException {
        ObjectKey area = area(upload);
        ObjectInfo record =
                storage.stat(session(upload)).orElseThrow(() -> new ConditionFailedException(session(upload)));
        discard(above -> new StagingRequest.Reopen(area, above, staged), generation);
        if (!isEmpty(upload)) {
            // A driver's own, whose bytes are gone or were never there: overtaken in the way that the driver knows.
            discard(above -> new StagingRequest.Begin(area, above, Optional.empty(), OptionalLong.empty()), generation);
            forEach(upload, info -> {
                if (!info.key().equals(record.key()) && !info.lastModified().isAfter(record.lastModified())) {
                    delete(info);
                }
            });
        }
    }

    /**
     * Forgets the record of that version.
     *
     * @throws ConditionFailedException when it has been changed or is gone
     */
    void forget(Path upload, ObjectVersion version) throws IOException {
        storage.delete(session(upload), WriteCondition.ifVersion(version), Durability.PROCESS_CRASH);
    }

    private interface Stage {
        StagingRequest above(long generation);
    }

    /** Nobody else may write any more, so whatever generation a late writer had, a higher one is ours. */
    private void discard(Stage stage, long firstGeneration) throws IOException {
        for (long generation = firstGeneration; ; generation *= 2) {
            try {
                Optional<StagedObject> staged = storage.stage(stage.above(generation));
                if (staged.isPresent()) {
                    try (StagedObject bytes = staged.get()) {
                        bytes.discard();
                    }
                }
                return;
            } catch (StagingFencedException e) {
                if (generation > Long.MAX_VALUE / 2) {
                    throw e;
                }
            }
        }
    }

    private void delete(ObjectInfo info) throws IOException {
        try {
            storage.delete(info.key(), WriteCondition.ifVersion(info.version()), Durability.PROCESS_CRASH);
        } catch (ConditionFailedException _) {
            // Somebody else deletes too; or a late writer has left something new, which is a later purge's.
        }
    }

    private boolean isEmpty(Path upload) throws IOException {
        ObjectKey session = session(upload);
        return storage.list(area(upload), ListOptions.recursive(2)).entries().stream()
                .allMatch(entry -> entry.key().equals(session));
    }

    private interface Visitor {
        void visit(ObjectInfo info) throws IOException;
    }

    private void forEach(Path upload, Visitor visitor) throws IOException {
        ListOptions options = ListOptions.recursive(PAGE);
        while (true) {
            ObjectPage page = storage.list(area(upload), options);
            for (ObjectPage.Entry entry : page.entries()) {
                Optional<ObjectInfo> info = storage.stat(entry.key());
                if (info.isPresent()) {
                    visitor.visit(info.get());
                }
            }
            if (page.next().isEmpty()) {
                return;
            }
            options = options.after(page.next().get());
        }
    }

    private static ObjectKey area(Path upload) {
        return RegistryKeys.upload(upload.repository(), upload.id());
    }

    private static ObjectKey session(Path upload) {
        return RegistryKeys.uploadSession(upload.repository(), upload.id());
    }
}
