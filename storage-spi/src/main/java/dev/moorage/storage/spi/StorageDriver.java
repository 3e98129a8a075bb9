package dev.moorage.storage.spi;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A storage backend. The author of a driver implements this interface and {@link StagedObject}. It is small, blocking, and
 * free of any framework. Many virtual threads call it at once.
 *
 * <p>Every method keeps these rules:
 *
 * <ul>
 *   <li>An absent object is a result and never an exception.
 *   <li>A read sees every change whose call returned before the read began, in this process or in another one.
 *   <li>A read sees an object whole or not at all.
 *   <li>An {@link IOException} other than {@link ConditionFailedException} leaves open whether a change took effect. The
 *       caller reads before it goes on.
 *   <li>Messages of exceptions name keys at most. They have no paths, hosts or credentials.
 * </ul>
 */
public interface StorageDriver extends AutoCloseable {
    /** Returns the metadata of an object, or empty when it is absent. */
    Optional<ObjectInfo> stat(ObjectKey key) throws IOException;

    /**
     * Opens an object for reading. The content is one version of the object. When the object is replaced or deleted while it
     * is read, the content stays that version, or reading fails.
     *
     * @param range the requested bytes, as far as the object has them
     * @return empty when the object is absent
     */
    Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException;

    /**
     * Writes a small object whole, in one atomic step: a reader sees the old content or the new one. Idempotent under
     * {@link WriteCondition#ANY}.
     *
     * @param content at most a few MiB
     * @return the version that was written
     * @throws ConditionFailedException when the condition does not hold. Nothing was changed. With
     *     {@link WriteCondition#IF_ABSENT}, the existing object is made as durable as {@code durability} asks before this is
     *     thrown
     * @throws StorageFullException when the store has no room
     */
    ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException;

    /**
     * Deletes an object. Under {@link WriteCondition#ANY}, deleting an absent object does nothing.
     *
     * @param condition {@link WriteCondition#ANY} or a version
     * @throws ConditionFailedException when the condition asks for a version, and the object has another one or is absent
     */
    void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException;

    /**
     * Deletes objects while a guard holds. Each object is deleted on its own, and only if at that moment the guard has its
     * version, as far as {@link #deleteFence()} says, and its time is not over by the store's clock. A caller that is stopped
     * in the middle of this call, and goes on an hour later, deletes nothing.
     *
     * <p>The garbage collector deletes in this way. The guard is the object that says what may be removed, and a push that
     * needs an object changes it. An object that is absent is {@link DeleteOutcome#DELETED}. Once a call has answered
     * anything else than {@link DeleteOutcome#UNKNOWN} for an object, it has no effect on that object any more.
     *
     * @param keys the objects, at most 1,000, none of which is the guard
     * @param durability what the absence of a deleted object survives
     * @return the outcome of each key
     * @throws IOException when the outcome of every key is unknown, as with {@link DeleteOutcome#UNKNOWN}
     * @throws UnsupportedOperationException when the fence is {@link DeleteFence#NONE}. Nothing was deleted
     */
    default Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        throw new UnsupportedOperationException("the driver has no fence for deletes");
    }

    /** What {@link #deleteWhile} promises over this store. It does not change while the driver is open. */
    default DeleteFence deleteFence() {
        return DeleteFence.NONE;
    }

    /**
     * Makes an object survive a power cut as it is now. The object's writer may be another process, may have asked for less
     * durability, or may have been killed before it made the object durable. Does nothing when there is no object, or when
     * readers of this backend see only what survives a power cut.
     */
    void sync(ObjectKey key) throws IOException;

    /**
     * Lists the objects below a prefix, in the order of their keys as strings. The prefix itself, as a key, is not below it.
     * An object that exists during the whole listing is listed. An object that is created or deleted during the listing may
     * or may not be listed. The page is empty when there is nothing below the prefix.
     *
     * <p>A backend in which one folder can be unreadable alone marks it where the options ask for that. A failure of the whole
     * backend is an exception in any case.
     */
    ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException;

    /**
     * Begins or reopens a staged object, and fences its older writers.
     *
     * @return empty when the request reopens an object and nothing of it is there
     * @throws StagingFencedException when a writer of the same or a higher generation came first, and the driver
     *     fences writers
     */
    Optional<StagedObject> stage(StagingRequest request) throws IOException;

    /**
     * Returns a URL with which a client can read the object directly from the store, or empty where the backend has no URLs
     * of this kind.
     */
    Optional<URI> presign(PresignRequest request) throws IOException;

    /** Whether the backend can be read and written now. The check is cheap and can be repeated. */
    HealthStatus check();

    /** The sizes by which the server chooses between ways to write. They do not change while the driver is open. */
    StorageLimits limits();

    /**
     * Whether each call takes a round trip over a network. Callers then make calls at the same time that do not depend on each
     * other. It does not change while the driver is open.
     */
    default boolean isRemote() {
        return false;
    }

    /** Releases what the driver holds. */
    @Override
    void close() throws IOException;
}
