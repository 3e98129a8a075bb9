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
 * What a world is like.
 *
 * @param dialect how its store behaves
 * @param weakness what is wrong with its store
 * @param protocol the protocol that its replicas follow
 * @param faultsPerThousand how many of a thousand calls fail
 * @param crashesPerTenThousand at how many of ten thousand steps a replica crashes
 * @param powerCuts whether the power may go, where the store minds
 * @param steps how long it lasts
 */
record Settings(
        Dialect dialect,
        Optional<Weakness> weakness,
        UploadProtocol protocol,
        int faultsPerThousand,
        int crashesPerTenThousand,
        boolean powerCuts,
        int steps) {
    static final int STEPS = 2500;

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

    /** The world of a seed: the dialects in turn; calm ones, and others. */
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
                STEPS);
    }

    Settings with(Weakness wrong) {
        return new Settings(
                dialect, Optional.of(wrong), protocol, faultsPerThousand, crashesPerTenThousand, powerCuts, steps);
    }

    Settings with(UploadProtocol other) {
        return new Settings(dialect, weakness, other, faultsPerThousand, crashesPerTenThousand, powerCuts, steps);
    }
}
