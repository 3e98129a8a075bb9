package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.key;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One of two processes that compete for the same areas. It starts again with a higher generation until the object is there.
 */
final class Rival {
    static final int ROUNDS = 8;

    private static final int LENGTH = 40_000;
    private static final int PIECES = 8;

    private final String name;
    private final Random random;

    Rival(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    static ObjectKey target(int round) {
        return key("fought-for/" + round + "/data");
    }

    /** The bytes that a rival stages in an attempt. No other attempt has the same ones. */
    static byte[] content(String attempt) {
        return Bodies.random(attempt.hashCode(), LENGTH);
    }

    void fight(StorageDriver driver, Consumer<String> tell) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long generation = 1;
            long patience = TimeUnit.MICROSECONDS.toNanos(50);
            while (driver.stat(target(round)).isEmpty()) {
                String attempt = round + "/" + name + "/" + generation;
                try {
                    tell.accept(attempt(driver, key("fight/" + round), generation, attempt, target(round)));
                } catch (StagingFencedException | StagedBytesLostException _) {
                    LockSupport.parkNanos(random.nextLong(patience));
                    patience *= 2;
                }
                generation += 1 + random.nextInt(3);
            }
        }
    }

    private static String attempt(
            StorageDriver driver, ObjectKey area, long generation, String attempt, ObjectKey target)
            throws IOException {
        byte[] content = content(attempt);
        try (StagedObject staged = Upload.begin(driver, area, generation)) {
            int piece = LENGTH / PIECES;
            for (int from = 0; from < LENGTH; from += piece) {
                staged.append(Bodies.of(Upload.part(content, from, from + piece), 1000));
            }
            return staged.publish(staged.seal(), target) + " " + attempt;
        }
    }
}
