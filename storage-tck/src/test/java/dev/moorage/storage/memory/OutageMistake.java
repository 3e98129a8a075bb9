package dev.moorage.storage.memory;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/** Mistakes that show while the backend fails, or after it has. */
enum OutageMistake implements Mistake {
    THE_CHECK_ALWAYS_SAYS_YES("theCheckSaysThatTheBackendFailsAndThatItWorksAgain", driver -> new MutantDriver(driver) {
        @Override
        public HealthStatus check() {
            return new HealthStatus.Healthy();
        }
    }),
    THE_CHECK_THROWS("theCheckSaysThatTheBackendFailsAndThatItWorksAgain", driver -> new MutantDriver(driver) {
        @Override
        public HealthStatus check() {
            HealthStatus status = super.check();
            if (status instanceof HealthStatus.Unhealthy(String reason)) {
                throw new UncheckedIOException(new IOException(reason));
            }
            return status;
        }
    }),
    THE_CHECK_SAYS_NO_ONCE("theCheckSaysThatTheBackendFailsAndThatItWorksAgain", driver -> new MutantDriver(driver) {
        private boolean asked;

        @Override
        public HealthStatus check() {
            HealthStatus status = asked ? new HealthStatus.Healthy() : super.check();
            asked = true;
            return status;
        }
    }),
    THE_REASON_HAS_A_PASSWORD("theCheckSaysThatTheBackendFailsAndThatItWorksAgain", driver -> new MutantDriver(driver) {
        @Override
        public HealthStatus check() {
            return super.check() instanceof HealthStatus.Unhealthy
                    ? new HealthStatus.Unhealthy("no answer from https://moorage:" + secret() + "@store")
                    : new HealthStatus.Healthy();
        }
    }),
    A_MESSAGE_HAS_A_PATH("readsAreRightOrFail", driver -> new MutantDriver(driver) {
        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            try {
                return super.stat(key);
            } catch (IOException e) {
                throw new IOException("/srv/" + secret() + "/" + key + ": " + e.getMessage(), e);
            }
        }
    }),
    A_MESSAGE_OF_A_LISTING_HAS_A_PATH("listingsAreWholeOrFail", driver -> new MutantDriver(driver) {
        @Override
        public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
            try {
                return super.list(prefix, options);
            } catch (IOException e) {
                throw new IOException("/srv/" + secret() + "/" + prefix, e);
            }
        }
    }),
    A_FAILED_CALL_KEEPS_ITS_CONNECTION("operationsThatFailHoldNothingAfterwards", driver -> new MutantDriver(driver) {
        private final Semaphore connections = new Semaphore(8);

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            connections.acquireUninterruptibly();
            Optional<ObjectInfo> info = super.stat(key);
            connections.release();
            return info;
        }
    }),
    A_FAILED_CALL_KEEPS_ITS_LOCK("operationsThatFailHoldNothingAfterwards", driver -> new MutantDriver(driver) {
        private final Semaphore lock = new Semaphore(1);

        @Override
        public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
            lock.acquireUninterruptibly();
            ObjectPage page = super.list(prefix, options);
            lock.release();
            return page;
        }
    }),
    A_FAILED_CALL_KEEPS_ITS_FILE("operationsThatFailHoldNothingAfterwards", driver -> new MutantDriver(driver) {
        private final List<Pipe> open = new ArrayList<>();

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            Pipe pipe = Pipe.open();
            open.add(pipe);
            Optional<ObjectInfo> info = super.stat(key);
            pipe.sink().close();
            pipe.source().close();
            return info;
        }

        @Override
        public void close() throws IOException {
            for (Pipe pipe : open) {
                pipe.sink().close();
                pipe.source().close();
            }
        }
    });

    /** What no message may have. */
    static final String SECRET = "correct-horse";

    private final String caughtBy;
    private final UnaryOperator<StorageDriver> mistaken;

    OutageMistake(String caughtBy, UnaryOperator<StorageDriver> mistaken) {
        this.caughtBy = caughtBy;
        this.mistaken = mistaken;
    }

    private static String secret() {
        return SECRET;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return mistaken.apply(new FaultyStorageDriver(new InMemoryStorageDriver(store), faults));
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
