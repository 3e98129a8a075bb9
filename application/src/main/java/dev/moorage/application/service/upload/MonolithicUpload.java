package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Stores a small blob that arrives whole in one request with a known digest. The body is received into memory,
 * verified, and written under its final key, without session and staging. The bytes in memory at the same time are
 * limited.
 */
final class MonolithicUpload {
    private final StorageDriver storage;
    private final Docket docket;
    private final RepositoryBlobs blobs;
    private final Semaphore room;
    private final int maxBytes;

    /**
     * @param room the greatest number of bytes in memory at the same time
     */
    MonolithicUpload(StorageDriver storage, Docket docket, RepositoryBlobs blobs, int room) {
        this.storage = storage;
        this.docket = docket;
        this.blobs = blobs;
        this.room = new Semaphore(room);
        this.maxBytes = Math.min(storage.limits().maxMonolithicPut(), room);
    }

    /** The outcomes of a push. */
    sealed interface Outcome {}

    /** The blob is stored and linked. */
    record Stored() implements Outcome {}

    /** The caller lost the right to push while the body arrived. */
    record NoLongerAllowed() implements Outcome {}

    /** The body ended early or has another digest. The received bytes can be read again, once. */
    record Refused(UploadBody received) implements Outcome {}

    /**
     * Requests have stored something of the upload before, so that its session decides. Nothing was stored, and the received bytes can be
     * read again, once.
     */
    record Begun(UploadBody received) implements Outcome {}

    /** The body is large or of unknown length, or memory is short. Nothing was read. */
    record NotSmall() implements Outcome {}

    /**
     * Stores the blob.
     *
     * @param untouched says whether no request has stored anything of the upload. It is asked when the body has arrived
     */
    Outcome push(PushBlobCommand command, OnceRead<Boolean> untouched) throws IOException {
        Digest digest = command.digest();
        OptionalLong length = command.body().length();
        if (length.isEmpty() || length.getAsLong() > maxBytes || !room.tryAcquire((int) length.getAsLong())) {
            return new NotSmall();
        }
        try {
            Reliance reliance =
                    docket.relyRepeatably(Set.of(new Blob(digest), new BlobLink(command.repository(), digest)));
            BufferedBody received = BufferedBody.of(command.body(), (int) length.getAsLong());
            byte[] content = received.content();
            if (!untouched.get()) {
                return new Begun(received);
            }
            if (received.broken().isPresent()
                    || !Digest.of(digest.algorithm(), content).equals(digest)) {
                return new Refused(received);
            }
            if (!command.caller().may(Action.PUSH, command.repository())) {
                return new NoLongerAllowed();
            }
            reliance.settle();
            put(RegistryKeys.blob(digest), content);
            blobs.link(command.caller(), command.repository(), digest, digest, RepositoryBlobs.Origin.PUSHED);
            return confirm(command, content, reliance);
        } finally {
            room.release((int) length.getAsLong());
        }
    }

    private Outcome confirm(PushBlobCommand command, byte[] content, Reliance reliance) throws IOException {
        Digest digest = command.digest();
        boolean there = reliance.confirm(() -> {
            put(RegistryKeys.blob(digest), content);
            return blobs.restore(command.repository(), digest, digest);
        });
        if (!there) {
            throw new RemovalPendingException();
        }
        return new Stored();
    }

    private void put(ObjectKey blob, byte[] content) throws IOException {
        try {
            storage.put(blob, content, WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
        } catch (ConditionFailedException _) {
            boolean whole = storage.stat(blob)
                    .filter(there -> there.size() == content.length)
                    .isPresent();
            if (!whole) {
                storage.put(blob, content, WriteCondition.ANY, Durability.POWER_LOSS);
            }
        }
    }
}
