package dev.moorage.application.simulation;

import dev.moorage.application.simulation.store.AzureStore;
import dev.moorage.application.simulation.store.FilesystemStore;
import dev.moorage.application.simulation.store.S3Store;
import dev.moorage.application.simulation.store.SimulatedStore;
import dev.moorage.application.simulation.store.Weakness;
import dev.moorage.domain.upload.UploadProtocol;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The settings of a simulated world.
 *
 * @param dialect the behaviour of its store
 * @param weakness the fault of its store
 * @param protocol the protocol of its replicas
 * @param faultsPerThousand how many of a thousand calls fail
 * @param crashesPerTenThousand in how many of ten thousand steps a replica crashes
 * @param powerCuts whether power cuts happen, for stores that are affected by them
 * @param garbage whether replicas collect garbage and links are deleted, and how often they meet pushes
 * @param steps the number of steps
 */
record Settings(
        Dialect dialect,
        Optional<Weakness> weakness,
        UploadProtocol protocol,
        int faultsPerThousand,
        int crashesPerTenThousand,
        boolean powerCuts,
        Garbage garbage,
        int steps) {
    static final int STEPS = 2500;

    /** How garbage comes into being and is collected. */
    enum Garbage {
        /** It is not collected. */
        STAYS,
        /** Uploads of all kinds leave it, and collectors run beside them. */
        OF_UPLOADS,
        /** Two blobs are pushed and unlinked again and again, and the deletes of collectors wait for pushes of them. */
        PUSHED_AGAIN
    }

    /** A kind of store. */
    enum Dialect {
        FILESYSTEM,
        S3,
        AZURE;

        SimulatedStore store(InstantSource clock, Set<Weakness> weaknesses) {
            return switch (this) {
                case FILESYSTEM -> new FilesystemStore(clock, weaknesses);
                case S3 -> new S3Store(clock, weaknesses);
                case AZURE -> new AzureStore(clock, weaknesses);
            };
        }
    }

    /** Returns the world of a seed. The dialects take turns, with and without faults. */
    static Settings of(long seed) {
        Random random = new Random(seed);
        Dialect[] dialects = Dialect.values();
        int[] rates = {0, 5, 20, 60};
        return new Settings(
                dialects[Math.floorMod(seed, dialects.length)],
                Optional.empty(),
                new UploadProtocol(),
                rates[random.nextInt(rates.length)],
                rates[random.nextInt(rates.length)],
                random.nextBoolean(),
                Garbage.STAYS,
                STEPS);
    }

    Settings with(Weakness wrong) {
        return new Settings(
                dialect,
                Optional.of(wrong),
                protocol,
                faultsPerThousand,
                crashesPerTenThousand,
                powerCuts,
                garbage,
                steps);
    }

    Settings with(UploadProtocol other) {
        return new Settings(
                dialect, weakness, other, faultsPerThousand, crashesPerTenThousand, powerCuts, garbage, steps);
    }

    /** Returns the same world with garbage collectors, and an operator that deletes links. */
    Settings with(Garbage other) {
        int fewer = other == Garbage.PUSHED_AGAIN ? 4 : 1; // Each fault ends a collection.
        return new Settings(
                dialect,
                weakness,
                protocol,
                faultsPerThousand / fewer,
                crashesPerTenThousand / fewer,
                powerCuts,
                other,
                steps);
    }

    boolean collects() {
        return garbage != Garbage.STAYS;
    }
}
