package dev.moorage.storage.spi;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * A storage backend: the one interface that the author of a driver implements, with {@link StagedObject} behind it.
 * Small, blocking, free of any framework; called by many virtual threads at once.
 *
 * <p>What holds for every method: absence is an answer and never an exception; a read sees every change that returned
 * before it began, here or in another process; an object is seen whole or not at all; an {@link IOException} other than
 * {@link ConditionFailedException} leaves open whether a change took effect, and the caller reads before it goes on.
 * Messages name keys at the most: no paths, hosts or credentials.
 */
public interface StorageDriver extends AutoCloseable {
    /** What the store knows of an object; empty when it is absent. */
    Optional<ObjectInfo> stat(ObjectKey key) throws IOException;

    /**
     * Opens an object for reading. What is read is one version of it, also when it is replaced or deleted meanwhile, or
     * the reading fails.
     *
     * @param range the bytes that are wanted, as far as the object has them
     * @return empty when the object is absent
     */
    Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException;

    /**
     * Writes a small object, whole and at once: readers see the old one or the new one. Idempotent under
     * {@link WriteCondition#ANY}.
     *
     * @param content at most a few MiB
     * @return the version that was written
     * @throws ConditionFailedException when the condition does not hold; then nothing was changed, and an object that was
     *     not to be there outlives what {@code durability} says
     * @throws StorageFullException when the store has no room
     */
    ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException;

    /**
     * Deletes an object. Deleting what is absent does nothing under {@link WriteCondition#ANY}.
     *
     * @param condition {@link WriteCondition#ANY} or a version
     * @throws ConditionFailedException when the object has another version, or is absent, and a version was asked for
     */
    void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException;

    /**
     * Makes an object survive a power cut as it is now, whoever wrote it and with what durability: its writer may have been
     * killed before it came to that. Does nothing when there is none. Where whatever can be read survives one anyway, there is
     * nothing to do.
     */
    default void persist(ObjectKey key) throws IOException {
        // Most stores show nothing that they could still lose.
    }

    /**
     * Lists what is below a prefix (the prefix itself, as a key, is not below it), in the order of keys as strings. What
     * is there all the time is listed; what comes or goes meanwhile may be. Empty when nothing is there.
     */
    ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException;

    /**
     * Begins or reopens a staged object, and overtakes its older writers.
     *
     * @return empty when an object is to be reopened and nothing of it is there
     * @throws StagingFencedException when a writer of the same or a higher generation was here first, and the driver
     *     {@linkplain StorageCapabilities#fencesWriters() fences writers}
     */
    Optional<StagedObject> stage(StagingRequest request) throws IOException;

    /** A URL at which a client can read the object itself; empty where the backend has none. */
    Optional<URI> presign(PresignRequest request) throws IOException;

    /** Whether the backend can be read and written now. Cheap, and can be repeated. */
    HealthStatus check();

    /** How this backend differs from others. Does not change while the driver is open. */
    StorageCapabilities capabilities();

    /** Frees what the driver holds. */
    @Override
    void close() throws IOException;
}
