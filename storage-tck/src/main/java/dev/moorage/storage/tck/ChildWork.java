package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import java.util.function.Consumer;

/** What a {@link ChildProcess} can do. */
enum ChildWork {
    /** Puts, appends and publishes until it is killed. */
    WRITE_UNTIL_KILLED {
        @Override
        void work(StorageDriver driver, String name, long seed, Consumer<String> tell) throws Exception {
            new KilledWriter(name, seed).write(driver, tell);
        }
    },
    /** Competes with another process for areas, and publishes. */
    FIGHT {
        @Override
        void work(StorageDriver driver, String name, long seed, Consumer<String> tell) throws Exception {
            new Rival(name, seed).fight(driver, tell);
        }
    },
    /** Changes guards while another process deletes under them. */
    CHANGE_GUARDS {
        @Override
        void work(StorageDriver driver, String name, long seed, Consumer<String> tell) throws Exception {
            for (int round = 0; round < GuardedRound.ROUNDS; round++) {
                GuardedRound.of(name, round).changeWhenThere(driver).forEach(key -> tell.accept(key.value()));
            }
        }
    };

    abstract void work(StorageDriver driver, String name, long seed, Consumer<String> tell) throws Exception;
}
