package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a driver out over the store that is configured: the rehearsal, conditions of writers at the same time, and how long calls
 * take. It stores some 25 MiB below {@code .moorage/registry/rehearsal}, and removes them.
 */
public final class DriverCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DriverCheck.class);
    private static final int SMALL = 300;
    private static final int LARGE = 24 << 20;
    private static final int ROUNDS = 15;
    private static final int WRITERS = 16;
    private static final int PAGE = 10;

    private final StorageDriver driver;
    private final ObjectKey folder = ObjectKey.SERVER_STATE.resolve("rehearsal/" + UUID.randomUUID());
    private final List<ObjectKey> stored = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private DriverCheck(StorageDriver driver) {
        this.driver = driver;
    }

    /** One thing that was found out, with its unit. */
    public record Finding(String what, String value) {}

    private interface Call {
        void run(int round) throws IOException;
    }

    /**
     * Runs the check.
     *
     * @throws IOException the driver does not do what the storage port says, or the store has failed
     */
    public static List<Finding> run(StorageDriver driver) throws IOException {
        DriverCheck check = new DriverCheck(driver);
        try {
            Rehearsal.run(driver);
            check.properties();
            check.conditions();
            check.smallObjects();
            check.largeObject();
        } catch (Rehearsal.FailedException e) {
            throw new IOException(e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(Failure.inWords(e), e);
        } finally {
            check.cleanUp();
        }
        return List.copyOf(check.findings);
    }

    private void found(String what, Object value) {
        findings.add(new Finding(what, value.toString()));
    }

    private void properties() {
        found("deletes under a guard", driver.deleteFence());
        found("bytes from which an append is cheap", driver.limits().minChunkLength());
        found("bytes up to which a body is put whole", driver.limits().maxMonolithicPut());
    }

    /** Lets some writers of one key compete. */
    private void conditions() throws IOException {
        ObjectKey key = key("raced");
        List<Future<Boolean>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                byte[] content = new byte[writer + 1];
                writers.add(threads.submit(() -> wins(key, content)));
            }
        }
        int winners = 0;
        for (Future<Boolean> writer : writers) {
            winners += result(writer) ? 1 : 0;
        }
        if (winners != 1) {
            throw new IOException(winners + " of " + WRITERS
                    + " writers have created one object at the same time, and not" + " one of them");
        }
        found("of " + WRITERS + " writers that create one object", "1 succeeds");
    }

    private boolean wins(ObjectKey key, byte[] content) throws IOException {
        try {
            driver.put(key, content, WriteCondition.IF_ABSENT, Durability.PROCESS_CRASH);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    private static boolean result(Future<Boolean> writer) throws IOException {
        try {
            return writer.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof IOException failure ? failure : new IOException(Failure.inWords(cause), cause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    private void smallObjects() throws IOException {
        for (Durability durability : Durability.values()) {
            time(
                    "put of " + SMALL + " bytes, " + durability,
                    round -> driver.put(
                            key("small/" + durability + "/" + round),
                            new byte[SMALL],
                            WriteCondition.IF_ABSENT,
                            durability));
        }
        time("stat", round -> driver.stat(small(round)));
        time("open and read of " + SMALL + " bytes", round -> read(small(round)));
        time(
                "list of " + PAGE + " of " + ROUNDS,
                _ -> driver.list(folder.resolve("small"), ListOptions.recursive(PAGE)));
        time("stage, append, seal and publish of " + SMALL + " bytes", round -> staged(SMALL, "published/" + round));
    }

    private ObjectKey small(int round) {
        return folder.resolve("small/" + Durability.POWER_LOSS + "/" + round);
    }

    private void largeObject() throws IOException {
        Duration written = timed(() -> staged(LARGE, "large"));
        found("stage, append, seal and publish of 24 MiB", rate(written));
        Duration read = timed(() -> read(folder.resolve("large")));
        found("read of 24 MiB", rate(read));
    }

    private static String rate(Duration time) {
        return Math.round((LARGE >> 20) * 1e9 / Math.max(1, time.toNanos())) + " MiB/s";
    }

    private void time(String what, Call call) throws IOException {
        long[] nanos = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            int number = round;
            nanos[round] = timed(() -> call.run(number)).toNanos();
        }
        Arrays.sort(nanos);
        found(what, nanos[ROUNDS / 2] / 1000 + " us, at most " + nanos[ROUNDS - 1] / 1000 + " us");
    }

    private interface Timed {
        void run() throws IOException;
    }

    private static Duration timed(Timed call) throws IOException {
        long begin = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void staged(int size, String name) throws IOException {
        StagingRequest begin =
                new StagingRequest.Begin(folder.resolve("staged/" + name), 1, Optional.empty(), OptionalLong.of(size));
        ObjectKey target = key(name);
        try (StagedObject staged = Rehearsal.there(driver.stage(begin))) {
            try {
                staged.append(body(size));
                staged.publish(staged.seal(), target);
            } finally {
                staged.discard();
            }
        }
    }

    private static BodySource body(int size) {
        byte[] chunk = new byte[1 << 16];
        new Random(size).nextBytes(chunk);
        int[] left = {size};
        return BodySource.of(destination -> {
            if (left[0] == 0) {
                return -1;
            }
            int count = Math.min(Math.min(left[0], chunk.length), destination.remaining());
            destination.put(chunk, 0, count);
            left[0] -= count;
            return count;
        });
    }

    private void read(ObjectKey key) throws IOException {
        try (ObjectContent content = Rehearsal.there(driver.open(key, ByteRange.WHOLE))) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (content.read(buffer) >= 0) {
                buffer.clear();
            }
        }
    }

    private ObjectKey key(String name) {
        ObjectKey key = folder.resolve(name);
        stored.add(key);
        return key;
    }

    /** Deletes each object. What cannot be deleted is logged, since a failure of the check itself says more. */
    private void cleanUp() {
        for (ObjectKey key : stored) {
            try {
                driver.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.atWarn().addKeyValue("key", key).setCause(e).log("An object of the check cannot be deleted");
            }
        }
    }
}
