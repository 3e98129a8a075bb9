package dev.moorage.application.service.upload;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.PushRight;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * The short way of a small blob that comes whole in one request under a known digest: received into memory, verified, and
 * put under its final name, with no session and no staging. So many bytes at a time, so that memory stays bounded.
 */
final class SmallBlobs {
    private final StorageDriver storage;
    private final Links links;
    private final Semaphore room;
    private final int largest;

    /**
     * @param room the most bytes that are in memory at once
     */
    SmallBlobs(StorageDriver storage, Links links, int room) {
        this.storage = storage;
        this.links = links;
        this.room = new Semaphore(room);
        this.largest = Math.min(storage.capabilities().wholePut(), room);
    }

    /** What pushing came to. */
    sealed interface Outcome {}

    /** The blob is there and linked. */
    record Stored() implements Outcome {}

    /** The right to push was lost meanwhile. */
    record NoLongerAllowed() implements Outcome {}

    /** The body broke, or has another digest; what came of it can be read again, once. */
    record Refused(UploadBody received) implements Outcome {}

    /** The body is large or of unknown length, or there is no room: nothing was read. */
    record NotSmall() implements Outcome {}

    Outcome push(RepositoryName repository, Digest digest, UploadBody body, PushRight stillAllowed) throws IOException {
        OptionalLong length = body.length();
        if (length.isEmpty() || length.getAsLong() > largest || !room.tryAcquire((int) length.getAsLong())) {
            return new NotSmall();
        }
        try {
            ReceivedBody received = ReceivedBody.of(body, (int) length.getAsLong());
            byte[] content = received.content();
            if (received.broken().isPresent()
                    || !Hasher.digest(digest.algorithm(), content).equals(digest)) {
                return new Refused(received);
            }
            if (!stillAllowed.holds()) {
                return new NoLongerAllowed();
            }
            put(RegistryKeys.blob(digest), content);
            links.write(RegistryKeys.layerLink(repository, digest), digest);
            return new Stored();
        } finally {
            room.release((int) length.getAsLong());
        }
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

    /** What no bytes at all hash to, by the algorithm of another digest. */
    static Digest emptyDigest(Digest other) {
        return Hasher.digest(other.algorithm(), new byte[0]);
    }
}
