package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread or process removes folders and files that another one needs. */
class FoldersThatComeAndGoTest {
    private static final byte[] CONTENT = Bodies.random(1, 1000);
    private static final ObjectKey TARGET = new ObjectKey("blobs/data");

    @TempDir
    private Path root;

    private StorageDriver open(Fsync forcing) throws IOException {
        return FilesystemStorageDriver.open(root, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), forcing);
    }

    @Test
    void aFolderThatSeveralMakeAndRemoveAtOnceIsMadeOrIsToBeMadeAgain() throws Exception {
        Root tree = Root.at(root, FilesystemOptions.DEFAULTS, new RealFsync());
        RootPresence presence = new RootPresence(tree.temporaryFiles(), tree.links(), () -> {});
        Directories directories = new Directories(tree, presence, FilesystemOptions.DEFAULTS.modes(), new RealFsync());
        Path folder = root.resolve("a/b/c/d");
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                running.add(threads.submit(() -> {
                    for (int j = 0; j < 2000; j++) {
                        makeOrNotice(directories, folder);
                        directories.prune(folder);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(root.resolve("a")).doesNotExist();
    }

    private static void makeOrNotice(Directories directories, Path folder) throws IOException {
        try {
            directories.make(folder);
        } catch (NoSuchFileException _) {
            // Another thread has removed one of the folders above it.
        }
    }

    private static StagedObject begin(StorageDriver driver, String area) throws IOException {
        return driver.stage(new StagingRequest.Begin(new ObjectKey(area), 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
    }

    private static StagedObject staged(StorageDriver driver, String area) throws IOException {
        StagedObject staged = begin(driver, area);
        staged.append(Bodies.of(CONTENT));
        return staged;
    }

    /** Syncs, and runs an action once the given number of files is synced. */
    private record Between(int files, int[] forced, Act act) implements Fsync {
        interface Act {
            void act() throws IOException;
        }

        @Override
        public void file(FileChannel file) throws IOException {
            if (forced[0]++ == files) {
                act.act();
            }
        }

        @Override
        public void directory(Path directory) {
            // Only files are counted.
        }
    }

    @Test
    void whatIsDeletedWhileItIsFoundToBeThereIsPublishedAfterAll() throws IOException {
        try (StorageDriver other = open(new RealFsync())) {
            other.put(TARGET, CONTENT, WriteCondition.ANY, Durability.POWER_LOSS);
            Between.Act delete = () -> other.delete(TARGET, WriteCondition.ANY, Durability.POWER_LOSS);
            try (StorageDriver driver = open(new Between(1, new int[1], delete));
                    StagedObject staged = staged(driver, "uploads/mine")) {
                assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
                assertThat(driver.stat(TARGET)).isPresent();
            }
        }
    }

    @Test
    void whatIsRemovedWithItsFolderIsLostAndNoFailureOfTheStorage() throws IOException {
        try (StorageDriver driver = open(new RealFsync());
                StagedObject staged = staged(driver, "uploads/mine")) {
            Sealed sealed = staged.seal();
            Folders.remove(root.resolve("uploads"));
            assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(() -> staged.publish(sealed, TARGET));
            assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(() -> staged.read(ByteRange.WHOLE));
            assertThat(driver.stat(TARGET)).isEmpty();
        }
    }

    @Test
    void aWriterWhoseFolderWasReplacedPublishesAndDiscardsNothing() throws IOException {
        try (StorageDriver driver = open(new RealFsync());
                StagedObject late = staged(driver, "uploads/mine")) {
            Sealed sealed = late.seal();
            Folders.remove(root.resolve("uploads"));
            byte[] other = Bodies.random(4, 500);
            try (StagedObject anew = begin(driver, "uploads/mine")) {
                anew.append(Bodies.of(other));
                assertThatExceptionOfType(StagedBytesLostException.class)
                        .isThrownBy(() -> late.publish(sealed, TARGET));
                assertThat(driver.stat(TARGET)).isEmpty();
                late.discard();
                anew.publish(anew.seal(), TARGET);
            }
            assertThat(driver.stat(TARGET).orElseThrow().size()).isEqualTo(500);
        }
    }

    @Test
    void aPushWhoseRepositoryIsRemovedAtAnyMomentGetsAResponse() throws IOException {
        byte[] blob = Bodies.random(3, 100_000);
        Digest digest = Replica.sha256(blob);
        Path repository =
                root.resolve(RegistryKeys.repository(Replica.REPOSITORY).value());
        try (StorageDriver driver = open(new RealFsync())) {
            for (int moment = 0; ; moment++) {
                int[] calls = new int[1];
                int when = moment;
                Replica replica = new Replica(new HookedStorageDriver(driver, (_, _) -> {
                    if (calls[0]++ == when) {
                        Folders.remove(repository);
                    }
                }));
                driver.delete(RegistryKeys.blob(digest), WriteCondition.ANY, Durability.POWER_LOSS);
                UploadProgress patched = new Replica(driver).patch(new Replica(driver).start(Replica.REPOSITORY), blob);
                CompleteResult put = replica.put(patched, digest, new byte[0]);
                assertThat(put)
                        .as("call %d", moment)
                        .isInstanceOfAny(
                                CompleteResult.Committed.class,
                                UploadRejection.Superseded.class,
                                UploadRejection.UnknownUpload.class);
                if (put instanceof CompleteResult.Committed) {
                    assertThat(driver.stat(RegistryKeys.blob(digest)))
                            .as("call %d", moment)
                            .isPresent();
                }
                if (calls[0] <= moment) {
                    assertThat(moment).isGreaterThan(5);
                    return;
                }
            }
        }
    }
}
