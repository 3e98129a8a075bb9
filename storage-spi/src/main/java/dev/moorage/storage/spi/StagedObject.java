package dev.moorage.storage.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * A body that grows in storage and then becomes an object: the staging of a blob's upload. One thread at a time.
 *
 * <p>Of all writers of an area only the one with the highest generation has effects: none of an overtaken one's late bytes
 * is ever part of the object, also when it lives in another process and was delayed. Where the driver
 * {@linkplain StorageCapabilities#fencesWriters() fences writers}, an overtaken one gets {@link StagingFencedException} from
 * whatever it calls next. Elsewhere the bytes of an object are those that its {@link #state()} names: a writer changes
 * nothing that an earlier state names, and the caller, who keeps the newest state by compare-and-set, calls
 * {@link #discard} only once that has succeeded.
 *
 * <p>Any method may find that what the state names is gone, and throws {@link StagedBytesLostException}.
 */
public interface StagedObject extends AutoCloseable {
    /** The durable bytes: what a reopening after this process's end finds. */
    long size();

    /**
     * Appends all that the source gives. The bytes that the source gave before it failed stay, and its failure is in the
     * answer; an exception of this method is the store's own failure, after which {@link #size()} tells what stayed.
     * Memory is bounded, whatever the body's size.
     *
     * @throws StagingFencedException when this writer was overtaken
     * @throws StorageFullException when the store has no room
     */
    Appended append(BodySource source) throws IOException;

    /**
     * Drops every byte from {@code size} on. Sizes that {@link #size()} told at the end of an append can be returned to;
     * whether others can, the driver says in {@link StorageCapabilities#truncatesAnywhere()}.
     */
    void truncate(long size) throws IOException;

    /** What another process needs to reopen this as it is now. */
    StagedState state();

    /**
     * Reads staged bytes back: to hash them again where the hash's state was lost, or with another algorithm.
     *
     * @return empty where the store cannot read what is staged; what is sealed can always be read, unless it is bound to a
     *     target that was known from the start
     */
    Optional<ObjectContent> read(ByteRange range) throws IOException;

    /**
     * Ends the writing: from here no writer anywhere can change the bytes, this one included. What is sealed survives a
     * power cut. Reopening with a higher generation opens it again, as long as it is not published.
     *
     * @throws IOException when that is not certain; where the driver is not healthy since, the bytes may be gone when it is
     *     reopened
     */
    Sealed seal() throws IOException;

    /**
     * Whether the object can be published under a key: any, unless it was begun for another one and the driver writes
     * straight there.
     */
    default boolean accepts(ObjectKey target) {
        return true;
    }

    /**
     * Makes exactly the sealed bytes the object of that key: whole or not at all, never through this process's memory,
     * surviving a power cut when it returns. An object of that key that has the same size is left as it is; one of
     * another size is damaged, and is replaced. May be called again after a failure. The staged bytes may be gone
     * afterwards.
     */
    Published publish(Sealed sealed, ObjectKey target) throws IOException;

    /**
     * Removes whatever is staged in the area. Does nothing when there is nothing; may be called after publishing, which
     * it does not undo.
     */
    void discard() throws IOException;

    /** Frees what this writer holds; what is staged stays. Never fails, may be called twice. */
    @Override
    void close();
}
