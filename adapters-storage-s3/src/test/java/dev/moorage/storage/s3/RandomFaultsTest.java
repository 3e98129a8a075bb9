package dev.moorage.storage.s3;

import static dev.moorage.storage.s3.Uploads.AREA;
import static dev.moorage.storage.s3.Uploads.TARGET;
import static dev.moorage.storage.s3.Uploads.published;
import static dev.moorage.storage.s3.Uploads.recover;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.object.Reference;
import dev.moorage.storage.s3.object.StoredObjects;
import dev.moorage.storage.s3.object.WholeObjects;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uploads with requests that fail, get lost or are repeated, chosen by a seed, and with changing writers. At the end, the
 * object has the sent bytes in their order, and nothing else is left in the bucket. {@code -Dmoorage.simulation.faults} is the
 * number of seeds.
 */
class RandomFaultsTest {
    private static final int SEEDS = Integer.getInteger("moorage.simulation.faults", 40);

    @ParameterizedTest
    @EnumSource(CommitMode.class)
    void whatIsPublishedIsWhatWasSentWhateverFails(CommitMode mode) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new Run(SimulatedStore.small(mode), seed, false).upload();
                new Run(SimulatedStore.small(mode), seed, true).upload();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d: %s".formatted(seed, e), e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"ALL_PARTS_LISTED", "EQUAL_PARTS", "NO_PART_COPIES", "NO_COPIES"})
    void whatIsPublishedIsWhatWasSentToAStoreWithAQuirk(Quirk quirk) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                StoreRules rules = StoreRules.SMALL.with(quirk);
                new Run(SimulatedStore.small(CommitMode.COPY, rules), seed, false).upload();
                new Run(SimulatedStore.small(CommitMode.COPY, rules), seed, true).upload();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d: %s".formatted(seed, e), e);
            }
        }
    }

    /** One upload. */
    private static final class Run {
        private final Random random;
        private final SimulatedStore store;
        private final byte[] content;
        private final Optional<ObjectKey> target;
        /** The state that the application has recorded. */
        private Optional<StagedState> recorded = Optional.empty();

        private long acknowledged;
        private long generation;

        Run(SimulatedStore store, int seed, boolean direct) {
            this.random = new Random(seed);
            this.store = store;
            this.content = Bodies.random(seed, 1 + random.nextInt(120_000));
            this.target = direct ? Optional.of(TARGET) : Optional.empty();
        }

        void upload() throws IOException {
            try (StorageDriver driver = store.open()) {
                store.s3().faults().random(random.nextLong(), 6);
                int attempts = 0;
                while (!write(driver)) {
                    assertThat(++attempts).isLessThan(500);
                }
                store.s3().faults().none();
                assertThat(published(driver)).isEqualTo(content);
                try (StagedObject staged = stage(driver).orElse(null)) {
                    if (staged != null) {
                        staged.discard();
                    }
                }
                assertThat(published(driver)).isEqualTo(content);
                assertNothingIsLeft(driver);
            }
            assertThat(store.partsInMemory()).isZero();
        }

        private Optional<StagedObject> stage(StorageDriver driver) throws IOException {
            generation++;
            if (generation > 1) {
                Optional<StagedObject> reopened = driver.stage(StagingRequest.resume(AREA, generation, recorded));
                if (reopened.isPresent()) {
                    return reopened;
                }
            }
            OptionalLong expected = random.nextBoolean() ? OptionalLong.of(content.length) : OptionalLong.empty();
            return driver.stage(new StagingRequest.Begin(AREA, generation, target, expected));
        }

        /** Runs one writer, and returns whether it has published. */
        private boolean write(StorageDriver driver) throws IOException {
            Optional<StagedObject> opened;
            try {
                opened = stage(driver);
            } catch (IOException _) {
                return false;
            }
            try (StagedObject staged = opened.orElseThrow()) {
                if (staged.size() > acknowledged && random.nextBoolean()) {
                    staged.truncate(acknowledged);
                }
                assertThat(staged.size()).isGreaterThanOrEqualTo(acknowledged);
                while (staged.size() < content.length) {
                    int from = (int) staged.size();
                    int to = Math.min(content.length, from + 1 + random.nextInt(40_000));
                    byte[] body = Arrays.copyOfRange(content, from, to);
                    Appended appended = staged.append(
                            random.nextInt(3) == 0
                                    ? Bodies.broken(body, 1 + random.nextInt(5000))
                                    : Bodies.of(body, 1 + random.nextInt(5000)));
                    assertThat(appended.size()).isEqualTo(to);
                    if (random.nextInt(4) > 0) {
                        recorded = Optional.of(staged.state());
                        acknowledged = staged.size();
                    }
                    if (random.nextInt(4) == 0) {
                        return false;
                    }
                }
                staged.publish(staged.seal(), TARGET);
                return true;
            } catch (IOException _) {
                return false;
            }
        }

        /**
         * A request whose response was lost can leave an unfinished upload that no state names. The discard finds it below
         * the area's prefix. At the target, {@link AbandonedUploads} finds it by its age.
         */
        private void assertNothingIsLeft(StorageDriver driver) throws IOException {
            generation++;
            Optional<StagedObject> rest = recover(driver, generation);
            if (rest.isPresent()) {
                try (StagedObject staged = rest.get()) {
                    staged.discard();
                }
            }
            assertThat(published(driver)).isEqualTo(content);
            assertThat(store.s3().bucket().uploads().values())
                    .allMatch(upload -> upload.key().endsWith(TARGET.value()));
            Optional<Reference> reference = new StoredObjects(
                            new Bucket(
                                    store.s3(),
                                    "any",
                                    ObjectSettings.OF_THE_BUCKET,
                                    Checksums.WHEN_REQUIRED,
                                    ListingForm.V2),
                            Keys.below("some/root"),
                            new WholeObjects(InstantSource.system(), false))
                    .reference(TARGET);
            int segments =
                    reference.map(referring -> referring.segments().size() + 1).orElse(0);
            assertThat(store.s3().bucket().objects()).hasSize(1 + segments);
        }
    }
}
