package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {
    private static final ObjectKey FOLDER = ObjectKey.SERVER_STATE.resolve("rehearsal");

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());

    private StorageDriver before(StorageInterceptor.Hook hook) {
        return new InterceptedStorageDriver(driver, StorageInterceptor.before(hook));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(driver.list(FOLDER, ListOptions.recursive(10)).entries()).isEmpty();
    }

    @Test
    void aDriverThatFitsIsCalledWithEachMethodAndKeepsNothing() throws Exception {
        Set<StorageCall> called = EnumSet.noneOf(StorageCall.class);
        Rehearsal.run(before((call, _) -> called.add(call)));
        assertThat(called).containsExactlyInAnyOrder(StorageCall.values());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatCannotBeLinkedEndsItByItsName(StorageCall broken) throws IOException {
        StorageDriver fails = before((call, _) -> {
            if (call == broken) {
                throw new NoSuchMethodError("com.example.Client.send()");
            }
        });
        assertThatExceptionOfType(Rehearsal.FailedException.class)
                .isThrownBy(() -> Rehearsal.run(fails))
                .withMessage("its method " + broken.method()
                        + " does not work: NoSuchMethodError: com.example.Client.send()");
    }

    @Test
    void aStoreThatFailsSaysNothingOfTheDriver() throws IOException {
        StorageDriver fails = before((call, _) -> {
            if (call == StorageCall.SEAL) {
                throw new IOException("the store is away");
            }
        });
        assertThatIOException().isThrownBy(() -> Rehearsal.run(fails)).withMessage("the store is away");
        assertNothingIsLeft();
    }

    @Test
    void wrongResultsAreFound() {
        StorageDriver forgets = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return driver;
            }

            @Override
            public Optional<ObjectInfo> stat(ObjectKey key) {
                return Optional.empty();
            }
        };
        StorageDriver obeysNoCondition = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return driver;
            }

            @Override
            public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                    throws IOException {
                return driver.put(key, content, WriteCondition.ANY, durability);
            }
        };
        assertThatExceptionOfType(Rehearsal.FailedException.class)
                .isThrownBy(() -> Rehearsal.run(forgets))
                .withMessage("its method stat does not work: IllegalStateException: an object is not there");
        assertThatExceptionOfType(Rehearsal.FailedException.class)
                .isThrownBy(() -> Rehearsal.run(obeysNoCondition))
                .withMessage("its method put does not work: IllegalStateException: a condition that does not hold is"
                        + " ignored");
        assertThatNoException().isThrownBy(() -> Rehearsal.run(driver));
    }
}
