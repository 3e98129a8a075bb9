package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls every method of a driver with small objects of its own, before a client does. A class that is missing, a method that
 * the driver was not compiled with, and a wrong result end the start. A failure of the store is an {@link IOException}, which
 * says nothing of the driver.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration GUARD = Duration.ofMinutes(1);
    private static final byte[] CONTENT = "a small object".getBytes(StandardCharsets.US_ASCII);

    private final StorageDriver driver;
    private final ObjectKey folder;
    private String method = "limits";

    private Rehearsal(StorageDriver driver) {
        this.driver = driver;
        this.folder = ObjectKey.SERVER_STATE.resolve("rehearsal/" + UUID.randomUUID());
    }

    /** Thrown where the driver does not do what the storage port says, or cannot be linked with it. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String method, Throwable cause) {
            super("its method " + method + " does not work: " + Failure.inWords(cause), cause);
        }
    }

    /**
     * Runs all calls, and removes what they stored.
     *
     * @throws FailedException the driver does not fit
     * @throws IOException the store has failed
     */
    static void run(StorageDriver driver) throws FailedException, IOException {
        Rehearsal rehearsal = new Rehearsal(driver);
        try {
            rehearsal.run();
        } catch (RuntimeException | LinkageError e) {
            throw new FailedException(rehearsal.method, e);
        }
    }

    private void run() throws IOException {
        require(driver.limits() != null, "it returns nothing");
        begin("check");
        require(driver.check() != null, "it returns nothing");
        ObjectKey object = folder.resolve("object");
        ObjectKey published = folder.resolve("published");
        try {
            objects(object);
            StagingRehearsal.run(driver, folder, published, this::begin);
            guarded(object, published);
            begin("delete");
            driver.delete(object, WriteCondition.ANY, Durability.POWER_LOSS);
            require(driver.stat(object).isEmpty(), "a deleted object is still there");
        } finally {
            cleanUp(object, published);
        }
    }

    private void objects(ObjectKey object) throws IOException {
        begin("put");
        ObjectVersion version = driver.put(object, CONTENT, WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
        begin("stat");
        ObjectInfo info = there(driver.stat(object));
        require(info.size() == CONTENT.length, "the size of an object is wrong");
        begin("open");
        read(driver.open(object, ByteRange.WHOLE), CONTENT);
        begin("put");
        requireRefusal(object, WriteCondition.IF_ABSENT);
        ObjectVersion second = driver.put(object, CONTENT, WriteCondition.ifVersion(version), Durability.PROCESS_CRASH);
        require(second != null, "it returns no version");
        begin("sync");
        driver.sync(object);
        begin("list");
        boolean listed = driver.list(folder, ListOptions.recursive(10)).entries().stream()
                .anyMatch(entry -> entry.key().equals(object));
        if (!listed) {
            throw new IOException("the store does not list an object that was just written");
        }
        begin("presign");
        presign(object);
    }

    /** A store that does not allow it fails no start: only redirects need it. */
    private void presign(ObjectKey object) throws IOException {
        try {
            require(driver.presign(new PresignRequest(object, GUARD)) != null, "it returns nothing");
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("The store signs no URL");
        }
    }

    private void requireRefusal(ObjectKey object, WriteCondition condition) throws IOException {
        try {
            driver.put(object, CONTENT, condition, Durability.PROCESS_CRASH);
        } catch (ConditionFailedException _) {
            return;
        }
        throw new IllegalStateException("a condition that does not hold is ignored");
    }

    private void guarded(ObjectKey guard, ObjectKey victim) throws IOException {
        begin("deleteFence");
        DeleteFence fence = driver.deleteFence();
        require(fence != null, "it returns nothing");
        if (fence != DeleteFence.NONE) {
            begin("deleteWhile");
            ObjectInfo info = there(driver.stat(guard));
            Map<ObjectKey, ?> outcomes = driver.deleteWhile(
                    new DeleteGuard(guard, info.version(), info.lastModified().plus(GUARD)),
                    Set.of(victim),
                    Durability.POWER_LOSS);
            require(outcomes.containsKey(victim), "an object has no outcome");
        }
    }

    private void begin(String next) {
        method = next;
    }

    private void cleanUp(ObjectKey... keys) {
        for (ObjectKey key : keys) {
            try {
                driver.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
            } catch (IOException | RuntimeException | LinkageError _) {
                // What has failed before is reported. The name of the object is used once.
            }
        }
    }

    /** Reads an object to its end and compares it. */
    static void read(Optional<ObjectContent> opened, byte[] expected) throws IOException {
        try (ObjectContent content = there(opened)) {
            require(content.info() != null && content.transfer() != null, "the content of an object is incomplete");
            ByteBuffer buffer = ByteBuffer.allocate(expected.length + 1);
            int read = 0;
            while (read >= 0 && buffer.hasRemaining()) {
                read = content.read(buffer);
            }
            require(
                    Arrays.equals(Arrays.copyOf(buffer.array(), buffer.position()), expected),
                    "the bytes of an object are other ones");
        }
    }

    static <T> T there(Optional<T> found) {
        return found.orElseThrow(() -> new IllegalStateException("an object is not there"));
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
