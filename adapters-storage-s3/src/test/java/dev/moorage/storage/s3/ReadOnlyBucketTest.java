package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A bucket that is opened for reading only: no probe, no lease, no sweep. */
class ReadOnlyBucketTest {
    private static final ObjectKey KEY = new ObjectKey("docker/registry/v2/blobs/sha256/ab/abcd/data");

    @Test
    void nothingIsSentButReadsAndListings() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        try (StorageDriver writing = store.open()) {
            writing.put(KEY, new byte[100], WriteCondition.ANY, Durability.POWER_LOSS);
        }
        store.s3().takeCounts();
        try (StorageDriver reading = store.openReadOnly()) {
            assertThat(reading.stat(KEY)).isPresent();
            try (ObjectContent content = reading.open(KEY, ByteRange.WHOLE).orElseThrow()) {
                assertThat(content.info().size()).isEqualTo(100);
            }
            assertThat(reading.list(new ObjectKey("docker"), ListOptions.recursive(10))
                            .entries())
                    .hasSize(1);
            assertThat(reading.check()).isEqualTo(new HealthStatus.Healthy());
        }
        assertThat(store.s3().takeCounts().keySet())
                .isSubsetOf(Set.of("HeadBucket", "HeadObject", "GetObject", "ListObjectsV2"));
    }
}
