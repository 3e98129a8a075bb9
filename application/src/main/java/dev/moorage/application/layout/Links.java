package dev.moorage.application.layout;

import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads and writes link files in CNCF Distribution's format: the digest, {@code sha256:<hex>}, without a newline. A
 * link file that is empty or unreadable, left by a crash of another program, counts as absent. The next write repairs
 * it.
 */
public final class Links {
    private static final int MAX_LENGTH = 256;

    private final StorageDriver storage;
    private final SmallObjects objects;

    public Links(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /**
     * A link that exists in storage.
     *
     * @param target the digest that the link names. Empty if its content is not a digest
     * @param version the version to give as the condition of a change
     * @param written when the link was written, by the store's clock
     */
    public record Stored(Optional<Digest> target, ObjectVersion version, Instant written) {
        public Stored {
            Objects.requireNonNull(target);
            Objects.requireNonNull(version);
            Objects.requireNonNull(written);
        }
    }

    /** Returns the digest that a link names. The result is empty if there is no readable link. */
    public Optional<Digest> read(ObjectKey link) throws IOException {
        return inspect(link).flatMap(Stored::target);
    }

    /** Returns a link with its version. The result is empty if no object has this key. */
    public Optional<Stored> inspect(ObjectKey link) throws IOException {
        return objects.read(link, MAX_LENGTH).map(found -> {
            String text = new String(found.content(), StandardCharsets.US_ASCII);
            return new Stored(Digest.tryParse(text.strip()), found.version(), found.lastModified());
        });
    }

    /**
     * Creates a link.
     *
     * @throws ConditionFailedException if an object with this key exists
     */
    public void create(ObjectKey link, Digest target) throws IOException {
        put(link, target, WriteCondition.IF_ABSENT);
    }

    /**
     * Replaces a version of a link with one that names a digest.
     *
     * @throws ConditionFailedException if the link has been changed
     */
    public void replace(ObjectKey link, Digest target, ObjectVersion version) throws IOException {
        put(link, target, WriteCondition.ifVersion(version));
    }

    /** Writes a link to a digest. When this method returns, the link survives a power cut. */
    public void write(ObjectKey link, Digest target) throws IOException {
        put(link, target, WriteCondition.ANY);
    }

    private void put(ObjectKey link, Digest target, WriteCondition condition) throws IOException {
        storage.put(link, target.toString().getBytes(StandardCharsets.US_ASCII), condition, Durability.POWER_LOSS);
    }

    /** Makes an existing link survive a power cut. Its writer may have been killed before it did so itself. */
    public void persist(ObjectKey link) throws IOException {
        storage.sync(link);
    }

    /**
     * Deletes a version of a link.
     *
     * @throws ConditionFailedException if the link has been changed or no longer exists
     */
    public void delete(ObjectKey link, ObjectVersion version) throws IOException {
        storage.delete(link, WriteCondition.ifVersion(version), Durability.POWER_LOSS);
    }

    /** Deletes a link. Does nothing if there is none. */
    public void delete(ObjectKey link) throws IOException {
        storage.delete(link, WriteCondition.ANY, Durability.POWER_LOSS);
    }
}
