package dev.moorage.storage.tck;

import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.tck.remote.CallingProcess;
import dev.moorage.storage.tck.report.StorageReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the author of a driver provides: the driver, opened over storage that only this test uses. JUnit creates an instance
 * of the test class for each test, so storage in an initialized field is new for each test.
 *
 * <p>Each test ends after five minutes at most. A test of what must not wait ends after {@link Patience}.
 */
@ExtendWith(StorageReport.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public interface DriverUnderTest {
    /**
     * Opens the driver. One test may call this several times. Each call opens another driver over the same storage, as
     * another replica of the server would.
     */
    StorageDriver open() throws IOException;

    /** Makes the backend of this test's drivers fail. Empty where the backend cannot be made to fail. */
    default Optional<FaultInjection> faults() {
        return Optional.empty();
    }

    /**
     * Stops this test's drivers before a call to their backend. Whatever can make the backend fail can do that. Empty where
     * nothing can.
     */
    default Optional<Stalling> stalling() {
        return faults().map(faults -> faults);
    }

    /** Lets time pass by the store's clock. A simulated store moves its clock. For other stores the test has to wait. */
    default void passTime(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    /** How another process opens the driver over this test's storage. Empty where the storage ends with this process. */
    default Optional<OtherProcess> otherProcess() {
        return Optional.empty();
    }

    /**
     * Another process over this test's storage that makes the calls of the test one by one. Empty where there is no
     * {@link #otherProcess()}.
     */
    default Optional<SteppedProcess> steppedProcess() throws IOException {
        Optional<OtherProcess> other = otherProcess();
        return other.isEmpty() ? Optional.empty() : Optional.of(new CallingProcess(other.get()));
    }

    /** The bytes that this test's storage occupies now, staged ones included. Empty where that is not known. */
    default OptionalLong occupied() throws IOException {
        return OptionalLong.empty();
    }

    /**
     * Texts that no message of an exception may have, for example the path of the storage, its host, or a password. By default
     * it is the storage of {@link #otherProcess()}.
     */
    default Set<String> secrets() {
        return otherProcess().map(other -> Set.of(other.storage())).orElse(Set.of());
    }

    /**
     * Whether the memory of this process does not grow with a body. False where the storage itself is in this process, as a
     * simulated store is.
     */
    default boolean boundsMemory() {
        return true;
    }

    /** Whether the store itself decides a {@link WriteCondition}, so that several replicas can share the store. */
    default boolean conditionalWrites() {
        return true;
    }

    /** Whether {@link StagedObject#truncate} accepts any size, and not only those that an append ended with. */
    default boolean truncatesAnywhere() {
        return true;
    }

    /** Whether {@link StagedObject#read} works before sealing. */
    default boolean readsStaged() {
        return true;
    }

    /**
     * Whether the driver refuses the calls of a fenced writer. Where it does not, no {@link StagedState} but the writer's own
     * names what it adds, and the server fences by changing the state with compare-and-set.
     */
    default boolean fencesWriters() {
        return true;
    }

    /**
     * What a driver gets from the kit in place of a server: the clock of this process, 4 MiB of memory, and threads for
     * computing.
     */
    static DriverContext context() {
        return new DriverContext(InstantSource.system(), new TransferBuffers(1 << 20, 4), new ComputePool());
    }

    /** A key that nothing else uses. */
    static ObjectKey key(String relative) {
        return new ObjectKey("tck/" + relative);
    }

    /** The bytes of a text. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Puts a text under a key, without a condition. */
    static void put(StorageDriver driver, ObjectKey key, String text) throws IOException {
        driver.put(key, bytes(text), WriteCondition.ANY, Durability.PROCESS_CRASH);
    }

    /** Reads all bytes of an object, in reads of an odd size. Empty when the object is absent. */
    static Optional<byte[]> read(StorageDriver driver, ObjectKey key) throws IOException {
        return read(driver, key, ByteRange.WHOLE);
    }

    /** Reads a range of an object. Empty when the object is absent. */
    static Optional<byte[]> read(StorageDriver driver, ObjectKey key, ByteRange range) throws IOException {
        Optional<ObjectContent> content = driver.open(key, range);
        return content.isEmpty() ? Optional.empty() : Optional.of(readAll(content.get()));
    }

    /** Reads the remaining bytes of a content and closes it. */
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
