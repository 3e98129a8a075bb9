package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/** Makes random calls on one object and records them. Each value is written only once, so a version stands for its value. */
final class RegisterActor {
    private static final int CALLS = 8;

    private final ObjectKey key;
    private final RegisterHistory history;

    RegisterActor(ObjectKey key, RegisterHistory history) {
        this.key = key;
        this.history = history;
    }

    private record Seen(int value, ObjectVersion version) {}

    void act(StorageDriver driver, int thread, Random random) throws IOException {
        Optional<Seen> seen = Optional.empty();
        for (int i = 1; i <= CALLS; i++) {
            int fresh = thread * 100 + i;
            int begin = history.now();
            switch (random.nextInt(seen.isPresent() ? 6 : 4)) {
                case 0 -> {
                    Optional<Seen> read = read(driver);
                    int value = read.map(Seen::value).orElse(RegisterHistory.ABSENT);
                    history.add(thread, begin, new RegisterHistory.Read(value));
                    seen = read.isPresent() ? read : seen;
                }
                case 1 -> {
                    seen = put(driver, fresh, WriteCondition.ANY);
                    history.add(thread, begin, new RegisterHistory.Write(fresh));
                }
                case 2 -> {
                    driver.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
                    history.add(thread, begin, new RegisterHistory.Write(RegisterHistory.ABSENT));
                }
                case 3 -> {
                    Optional<Seen> put = put(driver, fresh, WriteCondition.IF_ABSENT);
                    history.add(
                            thread, begin, new RegisterHistory.WriteIf(RegisterHistory.ABSENT, fresh, put.isPresent()));
                    seen = put.isPresent() ? put : seen;
                }
                case 4 -> {
                    Seen expected = seen.orElseThrow();
                    Optional<Seen> put = put(driver, fresh, WriteCondition.ifVersion(expected.version()));
                    history.add(thread, begin, new RegisterHistory.WriteIf(expected.value(), fresh, put.isPresent()));
                    seen = put.isPresent() ? put : seen;
                }
                default -> {
                    Seen expected = seen.orElseThrow();
                    boolean done = deleted(driver, expected.version());
                    history.add(
                            thread, begin, new RegisterHistory.WriteIf(expected.value(), RegisterHistory.ABSENT, done));
                }
            }
        }
    }

    private Optional<Seen> read(StorageDriver driver) throws IOException {
        Optional<ObjectContent> open = driver.open(key, ByteRange.WHOLE);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        ObjectVersion version = open.get().info().version();
        String text = new String(DriverUnderTest.readAll(open.get()), StandardCharsets.UTF_8);
        return Optional.of(new Seen(Integer.parseInt(text), version));
    }

    private Optional<Seen> put(StorageDriver driver, int value, WriteCondition condition) throws IOException {
        try {
            byte[] content = DriverUnderTest.bytes(Integer.toString(value));
            return Optional.of(new Seen(value, driver.put(key, content, condition, Durability.PROCESS_CRASH)));
        } catch (ConditionFailedException _) {
            return Optional.empty();
        }
    }

    private boolean deleted(StorageDriver driver, ObjectVersion version) throws IOException {
        try {
            driver.delete(key, WriteCondition.ifVersion(version), Durability.PROCESS_CRASH);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }
}
