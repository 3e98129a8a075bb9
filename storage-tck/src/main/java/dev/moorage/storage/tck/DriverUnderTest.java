package dev.moorage.storage.tck;

import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.WriteCondition;
import dev.moorage.storage.tck.report.StorageReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the author of a driver provides: the driver, opened over storage that is this test's alone. JUnit makes an instance of
 * the test class for each test, so a field that is initialized with it is fresh.
 */
@ExtendWith(StorageReport.class)
public interface DriverUnderTest {
    /**
     * Opens the driver. Called several times by one test: each opens another driver over the same storage, as another
     * replica of the server would.
     */
    StorageDriver open() throws IOException;

    /** How the backend of this test's drivers can be made to fail; empty where it cannot. */
    default Optional<FaultInjection> faults() {
        return Optional.empty();
    }

    /** How another process opens the driver over this test's storage; empty where the storage ends with this process. */
    default Optional<OtherProcess> otherProcess() {
        return Optional.empty();
    }

    /** A key that nothing else uses. */
    static ObjectKey key(String relative) {
        return new ObjectKey("tck/" + relative);
    }

    /** Text as bytes. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Puts text under a key, whatever is there. */
    static void put(StorageDriver driver, ObjectKey key, String text) throws IOException {
        driver.put(key, bytes(text), WriteCondition.ANY, Durability.PROCESS_CRASH);
    }

    /** All of an object, in reads of an odd size; empty when it is absent. */
    static Optional<byte[]> read(StorageDriver driver, ObjectKey key) throws IOException {
        return read(driver, key, ByteRange.WHOLE);
    }

    /** A range of an object; empty when the object is absent. */
    static Optional<byte[]> read(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
        Optional<ObjectContent> content = driver.open(key, range);
        return content.isEmpty() ? Optional.empty() : Optional.of(readAll(content.get()));
    }

    /** All that is left of a content, which is closed. */
    static byte[] readAll(ObjectContent content) throws IOException {
        try (content) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(7919);
            while (content.read(buffer.clear()) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
            }
            return all.toByteArray();
        }
    }
}
