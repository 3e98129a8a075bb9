package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DriverCheckTest {
    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());

    private void assertNothingIsLeft() throws IOException {
        assertThat(driver.list(ObjectKey.SERVER_STATE, ListOptions.recursive(10))
                        .entries())
                .isEmpty();
    }

    @Test
    void propertiesConditionsAndTimesAreFoundAndNothingIsLeft() throws IOException {
        assertThat(DriverCheck.run(driver))
                .anySatisfy(finding -> assertThat(finding)
                        .isEqualTo(new DriverCheck.Finding(
                                "deletes under a guard", driver.deleteFence().toString())))
                .anySatisfy(finding -> assertThat(finding)
                        .isEqualTo(new DriverCheck.Finding("of 16 writers that create one object", "1 succeeds")))
                .anySatisfy(finding -> {
                    assertThat(finding.what()).isEqualTo("put of 300 bytes, POWER_LOSS");
                    assertThat(finding.value()).matches("\\d+ us, at most \\d+ us");
                })
                .anySatisfy(finding -> {
                    assertThat(finding.what()).isEqualTo("read of 24 MiB");
                    assertThat(finding.value()).matches("\\d+ MiB/s");
                });
        assertNothingIsLeft();
    }

    @Test
    void writersThatAllSucceedAreAFailure() throws IOException {
        StorageDriver careless = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return driver;
            }

            @Override
            public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                    throws IOException {
                return driver.put(
                        key, content, key.name().equals("raced") ? WriteCondition.ANY : condition, durability);
            }
        };
        assertThatIOException()
                .isThrownBy(() -> DriverCheck.run(careless))
                .withMessage("16 of 16 writers have created one object at the same time, and not one of them");
        assertNothingIsLeft();
    }
}
