package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.Finding.Kind;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Reads blobs and reports those that are damaged or not linked by any repository. */
final class BlobCheck {
    private final StoredBlobs blobs;
    private final Optional<Quarantine> quarantine;
    private final LinkedDigests linked;
    private final Instant settled;
    private final VerifyCounters tally;

    /**
     * @param quarantine where damaged blobs go. Empty if no repair was requested
     * @param linked the linked digests, from links that were listed after {@code settled}
     * @param settled a blob that is newer than this may still be about to be linked
     */
    BlobCheck(
            StoredBlobs blobs,
            Optional<Quarantine> quarantine,
            LinkedDigests linked,
            Instant settled,
            VerifyCounters tally) {
        this.blobs = blobs;
        this.quarantine = quarantine;
        this.linked = linked;
        this.settled = settled;
        this.tally = tally;
    }

    void look(ObjectPage.Found object) throws IOException {
        Optional<Digest> named = RegistryKeys.digestOfBlob(object.key());
        if (named.isEmpty()) {
            tally.other();
            return;
        }
        Digest digest = named.get();
        Optional<StoredBlobs.Read> read = blobs.read(digest, digest.algorithm());
        if (read.isEmpty()) {
            return; // Deleted after it was listed.
        }
        long size = read.get().info().size();
        tally.blob(size);
        if (!read.get().actual().equals(digest)) {
            damaged(object, digest, read.get());
        } else if (linked.isComplete()
                && !linked.contains(digest)
                && read.get().info().lastModified().isBefore(settled)) {
            found(object, Kind.UNREACHABLE, "no repository links its " + size + " bytes", Repair.NONE);
        }
    }

    private void damaged(ObjectPage.Found object, Digest digest, StoredBlobs.Read read) {
        String detail = "its " + read.info().size() + " bytes are " + read.actual();
        Repair done = Repair.NONE;
        if (quarantine.isPresent()) {
            try {
                done = quarantine.get().put(digest, read.actual());
            } catch (IOException e) {
                done = Repair.FAILED;
                detail += "; it could not be moved aside: " + e.getMessage();
            }
        }
        if (done == Repair.QUARANTINED) {
            detail += "; it is now " + RegistryKeys.quarantined(digest, read.actual());
        }
        found(object, Kind.DAMAGED, detail, done);
    }

    private void found(ObjectPage.Found object, Kind kind, String detail, Repair done) {
        tally.found(new Finding(kind, object.key().value(), Optional.empty(), detail, done));
    }
}
