package dev.moorage.storage.spi.staging;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.StorageFullException;
import java.io.IOException;
import java.util.Optional;

/**
 * A body that grows in storage and then becomes an object. The upload of a blob is staged in one. At most one thread uses it
 * at a time.
 *
 * <p>Of all writers of a staging area, only the one with the highest generation has effects. Bytes that a fenced writer adds
 * late are never part of the object, even if that writer lives in another process and was delayed. Where the driver
 * fences writers, a fenced writer gets {@link StagingFencedException} from whichever method it calls next. With other
 * drivers, the bytes of an object are those that its {@link #state()} names. A
 * writer changes nothing that an earlier state names. The caller keeps the newest state by compare-and-set, and calls
 * {@link #discard} only once that has succeeded.
 *
 * <p>Any method may find that what the state names is gone. It then throws {@link StagedBytesLostException}.
 */
public interface StagedObject extends AutoCloseable {
    /** The number of durable bytes. A writer that reopens the object after the end of this process finds them. */
    long size();

    /**
     * Appends all bytes of the source. When the source fails, the bytes that it gave before stay, and its failure is in the
     * result. An exception of this method is a failure of the store itself. After one, {@link #size()} reports how many
     * bytes stayed. Memory is bounded, whatever the size of the body.
     *
     * @throws StagingFencedException when this writer is fenced
     * @throws StorageFullException when the store has no room
     */
    Appended append(BodySource source) throws IOException;

    /**
     * Drops every byte from the offset {@code size} on. A size that {@link #size()} reported at the end of an append is
     * always accepted. A driver may accept other sizes too.
     *
     * @param size the number of bytes that remain
     */
    void truncate(long size) throws IOException;

    /** What another process needs to reopen this object as it is now. */
    StagedState state();

    /**
     * Reads staged bytes back. The server does so to hash them again, when the state of the hash is lost or another
     * algorithm is needed.
     *
     * @return empty when the store cannot read staged bytes. Sealed bytes can always be read, unless the object is bound to
     *     a target that was known from the start
     */
    Optional<ObjectContent> read(ByteRange range) throws IOException;

    /**
     * Ends the writing. Once this has returned, no writer in any process can change the bytes, including this one. Sealed
     * bytes survive a power cut. Reopening with a higher generation opens the object for writing again, as long as it is not
     * published.
     *
     * @throws IOException when it is not certain that the bytes are sealed. If the driver reports itself unhealthy from then
     *     on, the bytes may be gone when the object is reopened
     */
    Sealed seal() throws IOException;

    /**
     * Whether the object can be published under a key. Any key is accepted, unless the object was begun for another key and
     * the driver writes directly there.
     */
    boolean accepts(ObjectKey target);

    /**
     * Makes exactly the sealed bytes the object of a key, whole or not at all. The bytes never pass through this process's
     * memory. When this returns, the object survives a power cut. An existing object of the same size is left as it is. An
     * existing object of another size is damaged and is replaced. The caller may call this again after a failure. The staged
     * bytes may be gone afterwards.
     */
    Published publish(Sealed sealed, ObjectKey target) throws IOException;

    /**
     * Removes everything that is staged in the area. Does nothing when there is nothing. May be called after publishing,
     * which it does not undo.
     */
    void discard() throws IOException;

    /** Releases what this writer holds. Staged bytes stay. It never fails and may be called twice. */
    @Override
    void close();
}
