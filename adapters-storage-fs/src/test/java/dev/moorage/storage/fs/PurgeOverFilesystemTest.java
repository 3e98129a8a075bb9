package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a purge removes where uploads are files, as they are in Distribution, while a request may take up an upload at any
 * moment.
 */
class PurgeOverFilesystemTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    private static final Duration AGE = Duration.ofHours(168);
    private static final byte[] BLOB = Bodies.random(1, 5000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final byte[] FIRST = Arrays.copyOf(BLOB, 1000);

    @TempDir
    private Path root;

    private StorageDriver driver;
    private int uploads;

    @BeforeEach
    void open() throws IOException {
        driver = FilesystemStorageDriver.open(
                root, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), new RealFsync());
    }

    @AfterEach
    void close() throws IOException {
        driver.close();
    }

    private static UploadUseCases services(StorageDriver through) {
        return UploadServices.over(
                through,
                Docket.of(through, InstantSource.system()),
                new TokenSecrets(List.of(new byte[32])),
                PortableHashing.detect(),
                () -> new UploadId(UUID.randomUUID()),
                InstantSource.system());
    }

    /** What Distribution leaves of an upload that was in progress when it stopped, a month ago. */
    private UploadId distributions() throws IOException {
        UploadId id = new UploadId(new UUID(7, uploads++));
        Path folder = root.resolve(RegistryKeys.upload(REPOSITORY, id).value());
        Files.createDirectories(folder.resolve("hashstates/sha256"));
        Files.write(folder.resolve("data"), FIRST);
        Files.writeString(folder.resolve("hashstates/sha256/1000"), "state");
        Files.writeString(
                folder.resolve("startedat"),
                Instant.EPOCH.plusSeconds(1_700_000_000).toString());
        return id;
    }

    private record Purged(PurgeReport report, List<String> failed) {}

    private static Purged purge(StorageDriver through) throws IOException {
        List<String> failed = new ArrayList<>();
        PurgeReport report = UploadServices.purge(through, InstantSource.system())
                .purge(AGE, false, new PurgeObserver() {
                    @Override
                    public void purged(PurgedUpload upload) {
                        // The report counts it.
                    }

                    @Override
                    public void failed(String key, IOException reason) {
                        failed.add(key + ": " + reason);
                    }
                });
        return new Purged(report, failed);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(path -> path.contains("_uploads"))
                    .toList();
        }
    }

    private interface Act {
        void act() throws IOException;
    }

    /** Runs an action before the call of the given number. */
    private StorageDriver intruding(int moment, int[] calls, Act act) {
        return new HookedStorageDriver(driver, (_, _) -> {
            if (calls[0]++ == moment) {
                act.act();
            }
        });
    }

    /**
     * Takes up an upload and completes it.
     *
     * @return whether the upload was there
     */
    private static boolean finishes(UploadUseCases services, UploadId id) throws IOException {
        if (!(services.status()
                        .status(new UploadRequest(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Optional.empty()))
                instanceof StatusResult.InProgress(UploadProgress taken))) {
            return false;
        }
        return finishes(services, taken);
    }

    private static boolean finishes(UploadUseCases services, UploadProgress from) throws IOException {
        assertThat(from.offset()).isEqualTo(FIRST.length);
        UploadRequest request =
                new UploadRequest(UnrestrictedCaller.ANONYMOUS, REPOSITORY, from.id(), Optional.of(from.state()));
        AppendResult appended = services.append().append(request, Optional.empty(), rest());
        if (!(appended instanceof AppendResult.Appended(UploadProgress all))) {
            return false;
        }
        CompleteResult result = services.complete()
                .complete(new CompleteUploadCommand(
                        new UploadRequest(
                                UnrestrictedCaller.ANONYMOUS, REPOSITORY, from.id(), Optional.of(all.state())),
                        DIGEST,
                        Optional.empty(),
                        nothing()));
        assertThat(result).isEqualTo(new CompleteResult.Committed(DIGEST));
        return true;
    }

    @Test
    void anUploadOfDistributionThatIsContinuedDuringAPurgeIsWholeOrGone() throws IOException {
        int alive = 0;
        int gone = 0;
        for (int moment = 0; ; moment++) {
            UploadId id = distributions();
            int[] calls = new int[1];
            boolean[] standing = new boolean[1];
            StatusResult[] status = new StatusResult[1];
            UploadUseCases replica = services(driver);
            Purged purged = purge(intruding(moment, calls, () -> {
                status[0] = replica.status()
                        .status(new UploadRequest(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Optional.empty()));
            }));
            assertThat(purged.failed()).as("call %d", moment).isEmpty();
            if (status[0] == null) {
                break;
            }
            if (status[0] instanceof StatusResult.InProgress(UploadProgress taken)) {
                standing[0] = finishes(replica, taken);
                assertThat(standing).as("call %d", moment).containsExactly(true);
                alive++;
                expire(id);
            } else {
                assertThat(status[0]).as("call %d", moment).isInstanceOf(UploadRejection.UnknownUpload.class);
                gone++;
                assertThat(files()).as("call %d", moment).isEmpty();
            }
        }
        assertThat(alive).isPositive();
        assertThat(gone).isPositive();
    }

    @Test
    void anUploadOfDistributionWhoseBytesVanishDuringTheImportRestarts() throws IOException {
        UploadId id = distributions();
        Path data = root.resolve(RegistryKeys.upload(REPOSITORY, id).value()).resolve("data");
        UploadUseCases replica = services(new HookedStorageDriver(driver, (method, _) -> {
            if (method.equals("read")) {
                Files.deleteIfExists(data);
            }
        }));
        StatusResult status = replica.status()
                .status(new UploadRequest(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Optional.empty()));
        assertThat(status)
                .isInstanceOfSatisfying(
                        StatusResult.InProgress.class,
                        standing -> assertThat(standing.progress().offset()).isZero());
    }

    @Test
    void anUploadOfDistributionIsContinuedFromItsBytesAndIsNotDistributionsAnyMore() throws IOException {
        UploadId id = distributions();
        Path startedAt =
                root.resolve(RegistryKeys.uploadStartedAt(REPOSITORY, id).value());
        StatusResult status = services(driver)
                .status()
                .status(new UploadRequest(UnrestrictedCaller.ANONYMOUS, REPOSITORY, id, Optional.empty()));
        assertThat(status)
                .isInstanceOfSatisfying(
                        StatusResult.InProgress.class,
                        standing -> assertThat(standing.progress().offset()).isEqualTo(FIRST.length));
        assertThat(startedAt).doesNotExist();
    }

    /** Makes a committed upload old, so that the next purge forgets it. */
    private void expire(UploadId id) throws IOException {
        Path session = root.resolve(RegistryKeys.uploadSession(REPOSITORY, id).value());
        String record = Files.readString(session);
        Files.writeString(
                session, record.replaceAll("\"lastActivity\":\"[^\"]*\"", "\"lastActivity\":\"2020-01-01T00:00:00Z\""));
        purge(driver);
        assertThat(files()).isEmpty();
    }

    @Test
    void aPurgeAtAnyMomentOfTakingUpOneOfDistributionsHarmsNothing() throws IOException {
        for (int moment = 0; ; moment++) {
            UploadId id = distributions();
            int[] calls = new int[1];
            boolean finished = finishes(services(intruding(moment, calls, () -> purge(driver))), id);
            if (finished) {
                expire(id);
            } else {
                // A request that came just after the removal may have begun a record that says that there is nothing.
                expire(id, "call " + moment);
            }
            if (calls[0] <= moment) {
                assertThat(finished).isTrue();
                assertThat(moment).isGreaterThan(10);
                return;
            }
        }
    }

    private void expire(UploadId id, String context) throws IOException {
        if (!files().isEmpty()) {
            assertThat(files()).as(context).allMatch(path -> path.endsWith("/session"));
            expire(id);
        }
    }

    @Test
    void bytesOfALateWriterArePurgedOnceTheyAreOldAndTheWriterIsFenced() throws IOException {
        UploadId id = new UploadId(new UUID(8, 8));
        ObjectKey area = RegistryKeys.upload(REPOSITORY, id);
        try (StagedObject late = driver.stage(new StagingRequest.Begin(area, 5, Optional.empty(), OptionalLong.empty()))
                .orElseThrow()) {
            late.append(Bodies.of(FIRST));
            assertThat(purge(driver).report()).isEqualTo(new PurgeReport(1, 0, 0));
            for (String file : files()) {
                Files.setLastModifiedTime(Path.of(file), FileTime.from(Instant.EPOCH));
            }
            assertThat(purge(driver)).isEqualTo(new Purged(new PurgeReport(0, 1, 0), List.of()));
            assertThat(files()).isEmpty();
            assertThatExceptionOfType(StagingFencedException.class).isThrownBy(() -> late.append(Bodies.of(FIRST)));
        }
        assertThat(Files.exists(root.resolve(area.value()))).isFalse();
        assertThat(Files.exists(root.resolve(".moorage/registry"))).isFalse();
    }

    @Test
    void aFenceAloneIsTakenToo() throws IOException {
        Path fence = root.resolve(RegistryKeys.upload(REPOSITORY, new UploadId(new UUID(9, 9)))
                .resolve("fence")
                .value());
        Files.createDirectories(Directories.above(fence));
        Files.createFile(fence);
        Files.setLastModifiedTime(fence, FileTime.from(Instant.EPOCH));
        assertThat(purge(driver)).isEqualTo(new Purged(new PurgeReport(0, 1, 0), List.of()));
        assertThat(files()).isEmpty();
    }

    private static UploadBody rest() {
        return UploadBody.of(Arrays.copyOfRange(BLOB, FIRST.length, BLOB.length));
    }

    private static UploadBody nothing() {
        return UploadBody.of(new byte[0]);
    }
}
