package dev.moorage.application.layout;

import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Link files, as CNCF Distribution writes them: the digest, {@code sha256:<hex>}, without a newline. One that is empty or
 * unreadable, left by a crash of another program, counts as absent, and is healed by the next write.
 */
public final class Links {
    private static final int LONGEST = 256;

    private final StorageDriver storage;

    public Links(StorageDriver storage) {
        this.storage = storage;
    }

    /**
     * A link that is there.
     *
     * @param target the digest that it names; empty when it cannot be read as one
     * @param version what a change of it must name
     */
    public record Stored(Optional<Digest> target, ObjectVersion version) {
        public Stored {
            Objects.requireNonNull(target);
            Objects.requireNonNull(version);
        }
    }

    /** The digest that a link names; empty when there is none. */
    public Optional<Digest> read(ObjectKey link) throws IOException {
        return inspect(link).flatMap(Stored::target);
    }

    /** A link as it is; empty when there is no object of that key. */
    public Optional<Stored> inspect(ObjectKey link) throws IOException {
        Optional<ObjectContent> found = storage.open(link, new ByteRange(0, LONGEST));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Until the link, or what we are ready to read of it, is there.
            }
            String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
            return Optional.of(
                    new Stored(Digest.tryParse(text.strip()), content.info().version()));
        }
    }

    /**
     * Writes a link unless there is an object of that key.
     *
     * @throws ConditionFailedException when there is
     */
    public void create(ObjectKey link, Digest target) throws IOException {
        put(link, target, WriteCondition.IF_ABSENT);
    }

    /**
     * Makes the link of that version name a digest.
     *
     * @throws ConditionFailedException when it has been changed
     */
    public void replace(ObjectKey link, Digest target, ObjectVersion version) throws IOException {
        put(link, target, WriteCondition.ifVersion(version));
    }

    /** Makes a link name a digest. When it returns, the link survives a power cut. */
    public void write(ObjectKey link, Digest target) throws IOException {
        put(link, target, WriteCondition.ANY);
    }

    private void put(ObjectKey link, Digest target, WriteCondition condition) throws IOException {
        storage.put(link, target.toString().getBytes(StandardCharsets.US_ASCII), condition, Durability.POWER_LOSS);
    }

    /** Makes a link that was read survive a power cut: whoever wrote it may have been killed before it came to that. */
    public void persist(ObjectKey link) throws IOException {
        storage.persist(link);
    }

    /**
     * Removes the link of that version.
     *
     * @throws ConditionFailedException when it has been changed, or is gone
     */
    public void delete(ObjectKey link, ObjectVersion version) throws IOException {
        storage.delete(link, WriteCondition.ifVersion(version), Durability.POWER_LOSS);
    }

    /** Removes a link; does nothing when there is none. */
    public void delete(ObjectKey link) throws IOException {
        storage.delete(link, WriteCondition.ANY, Durability.POWER_LOSS);
    }
}
