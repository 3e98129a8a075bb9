package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads to a store where requests and responses are lost at random, and some requests arrive much later. */
class ChanceTest {
    private static final int UPLOADS = 60;
    private static final int MOST_WRITERS = 60;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPublishedIsWhatWasSentWhateverGoesWrong(boolean byReference) throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        SimulatedDrivers drivers = new SimulatedDrivers(byReference, 1024, 400);
        int published = 0;
        for (int i = 0; i < UPLOADS; i++) {
            byte[] content = Bodies.random(random.nextLong(), 1 + random.nextInt(12_000));
            ObjectKey target = new ObjectKey("blobs/" + i);
            drivers.service.misbehave(random.nextLong(), 0.25);
            boolean done = push(drivers, new ObjectKey("uploads/" + i), target, content, random);
            published += done ? 1 : 0;
            drivers.service.misbehave(0, 0);
            drivers.service.arrive();
            try (StorageDriver driver = drivers.open()) {
                Optional<byte[]> there = dev.moorage.storage.tck.DriverUnderTest.read(driver, target);
                assertThat(there.isPresent() || !done)
                        .as("seed %d, upload %d", seed, i)
                        .isTrue();
                if (there.isPresent()) {
                    assertThat(there.get()).as("seed %d, upload %d", seed, i).isEqualTo(content);
                }
            }
        }
        assertThat(published).as("seed %d", seed).isGreaterThan(UPLOADS / 2);
    }

    /**
     * Pushes as clients and replicas do: each new writer continues from the last recorded state, until one has published.
     */
    private static boolean push(
            SimulatedDrivers drivers, ObjectKey area, ObjectKey target, byte[] content, Random random) {
        Optional<StagedState> state = Optional.empty();
        for (int generation = 1; generation <= MOST_WRITERS; generation++) {
            try (StorageDriver driver = drivers.open();
                    StagedObject staged = open(driver, area, generation, state)) {
                int from = (int) staged.size();
                int to = Math.min(content.length, from + 1 + random.nextInt(6000));
                try {
                    staged.append(Bodies.of(Arrays.copyOfRange(content, from, to)));
                } finally {
                    state = Optional.of(staged.state());
                }
                if (staged.size() == content.length) {
                    staged.publish(staged.seal(), target);
                    return true;
                }
            } catch (StagedBytesLostException e) {
                return false;
            } catch (StagingFencedException e) {
                throw new AssertionError("nobody else writes", e);
            } catch (IOException e) {
                // The client retries.
            }
            if (random.nextInt(4) == 0) {
                drivers.service.arrive();
            }
        }
        return false;
    }

    private static StagedObject open(StorageDriver driver, ObjectKey area, long generation, Optional<StagedState> state)
            throws IOException {
        return driver.stage(
                        state.isEmpty()
                                ? new StagingRequest.Begin(area, generation, Optional.empty(), OptionalLong.empty())
                                : StagingRequest.resume(area, generation, state))
                .orElseThrow();
    }
}
