package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry in which one folder is a link that is refused, among others that can be read. */
class UnreadableFoldersTest extends RecordedDisk {
    private static final String REPOSITORIES = RegistryKeys.REPOSITORIES.value();
    private static final byte[] BLOB = {1, 2, 3};
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(30));

    @TempDir
    private Path elsewhere;

    private StorageDriver driver;

    /** Three repositories, of which {@code b} is behind a link, and {@code team/b} too. A blob is linked by {@code b} only. */
    @BeforeEach
    void fill() throws IOException {
        driver = open();
        for (String name : List.of("a", "b", "c", "team/a", "team/b", "team/c")) {
            RepositoryName repository = new RepositoryName(name);
            Digest linked = name.equals("b") ? DIGEST : Digest.of(DigestAlgorithm.SHA256, new byte[0]);
            driver.put(
                    RegistryKeys.layerLink(repository, linked),
                    linked.toString().getBytes(),
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
            put(driver, RegistryKeys.uploads(repository) + "/not-an-upload", Durability.PROCESS_CRASH);
        }
        for (byte[] content : new byte[][] {BLOB, new byte[0]}) {
            ObjectKey key = RegistryKeys.blob(Digest.of(DigestAlgorithm.SHA256, content));
            driver.put(key, content, WriteCondition.ANY, Durability.PROCESS_CRASH);
            Files.setLastModifiedTime(
                    root.resolve(key.value()), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        }
        for (String name : List.of("b", "team/b")) {
            Path folder = root.resolve(REPOSITORIES).resolve(name);
            Path moved = elsewhere.resolve(name.replace('/', '-'));
            Files.move(folder, moved);
            Files.createSymbolicLink(folder, moved);
        }
        driver.close();
        driver = open();
    }

    @AfterEach
    void close() throws IOException {
        driver.close();
    }

    private List<String> catalog(int limit) throws IOException {
        return RepositoryServices.over(driver, 1000, new SealedPositions(List.of(new byte[32])))
                .repositories()
                .list(UnrestrictedCaller.ANONYMOUS, new PageRequest(limit, Optional.empty()))
                .entries()
                .stream()
                .map(RepositoryName::value)
                .toList();
    }

    @Test
    void theCatalogListsTheOthersOnEveryPage() throws IOException {
        assertThat(catalog(100)).containsExactly("a", "c", "team/a", "team/c");
        assertThat(catalog(2)).containsExactly("a", "c");
    }

    @Test
    void theCatalogFailsWhereAllRepositoriesAreUnreadable() throws IOException {
        Path folder = root.resolve(REPOSITORIES);
        Files.move(folder, elsewhere.resolve("all"));
        Files.createSymbolicLink(folder, elsewhere.resolve("all"));
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> {
            try (StorageDriver _ = open()) {
                catalog(100);
            }
        });
    }

    private record Found(List<Finding> findings) implements VerifyObserver {
        @Override
        public void found(Finding finding) {
            findings.add(finding);
        }

        @Override
        public void progressed(VerifyProgress progress) {
            // Nothing is shown.
        }

        @Override
        public void reached(VerifyCheckpoint checkpoint) {
            // Nothing is kept.
        }
    }

    private List<Finding> verify() throws IOException {
        Found found = new Found(new ArrayList<>());
        MaintenanceServices.over(
                        driver,
                        Docket.of(driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        new TransferBuffers(1 << 20, 2),
                        new ComputePool(),
                        InstantSource.system())
                .verify()
                .verify(new VerifyRequest(2, false, VerifyCheckpoint.START), found);
        return found.findings();
    }

    @Test
    void verifyNamesTheFolderAndGoesOnAndCallsNoBlobUnreachable() throws IOException {
        assertThat(verify())
                .extracting(Finding::kind, Finding::key, Finding::repository)
                .containsExactly(
                        tuple(Finding.Kind.UNREADABLE, REPOSITORIES + "/b", Optional.of(new RepositoryName("b"))),
                        tuple(
                                Finding.Kind.UNREADABLE,
                                REPOSITORIES + "/team/b",
                                Optional.of(new RepositoryName("team/b"))));
        for (String name : List.of("b", "team/b")) {
            Files.delete(root.resolve(REPOSITORIES).resolve(name));
        }
        assertThat(verify()).extracting(Finding::kind).containsExactly(Finding.Kind.UNREACHABLE);
    }

    @Test
    void verifyNamesAFolderOfBlobsAndGoesOn() throws IOException {
        String name = RegistryKeys.BLOBS + "/sha256/" + DIGEST.hex().substring(0, 2);
        Path folder = root.resolve(name);
        Files.move(folder, elsewhere.resolve("blobs"));
        Files.createSymbolicLink(folder, elsewhere.resolve("blobs"));
        assertThat(verify()).extracting(Finding::key).contains(name);
    }

    @Test
    void reindexNamesTheFolderAndGoesOn() throws IOException {
        List<String> unreadable = new ArrayList<>();
        MaintenanceServices.over(
                        driver,
                        Docket.of(driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        new TransferBuffers(1 << 20, 2),
                        new ComputePool(),
                        InstantSource.system())
                .reindex()
                .reindex(1, true, new ReindexObserver() {
                    @Override
                    public void added(RepositoryName repository, Digest subject, Digest referrer) {
                        throw new AssertionError("nothing has a subject");
                    }

                    @Override
                    public void failed(RepositoryName repository, Digest manifest, String reason) {
                        throw new AssertionError("there are no manifests");
                    }

                    @Override
                    public void unreadable(String folder, String reason) {
                        unreadable.add(folder);
                    }

                    @Override
                    public void progressed(long manifests) {
                        // Nothing is shown.
                    }
                });
        assertThat(unreadable).containsExactly(REPOSITORIES + "/b", REPOSITORIES + "/team/b");
    }

    @Test
    void aPurgeNamesTheFolderAndGoesOn() throws IOException {
        List<String> failed = new ArrayList<>();
        UploadServices.purge(driver, () -> LATER).purge(Duration.ofDays(7), true, new PurgeObserver() {
            @Override
            public void purged(PurgedUpload upload) {
                throw new AssertionError("there are no uploads");
            }

            @Override
            public void failed(String key, IOException reason) {
                failed.add(key);
            }
        });
        assertThat(failed).containsExactly(REPOSITORIES + "/b", REPOSITORIES + "/team/b");
    }

    @Test
    void aListingThatMarksGoesOnBehindAFolderOnEveryPage() throws IOException {
        List<String> all = new ArrayList<>();
        ListOptions options = ListOptions.recursive(1).markingUnreadable();
        while (true) {
            ObjectPage page = driver.list(RegistryKeys.REPOSITORIES, options);
            page.entries().forEach(entry -> all.add(entry.text()));
            if (page.next().isEmpty()) {
                break;
            }
            options = options.after(page.next().get());
        }
        assertThat(all).hasSize(10).isSorted().contains(REPOSITORIES + "/b/", REPOSITORIES + "/team/b/");
        ObjectKey refused = new ObjectKey(REPOSITORIES + "/b/_layers");
        assertThat(driver.list(refused, ListOptions.recursive(1).markingUnreadable())
                        .entries())
                .singleElement()
                .isInstanceOf(ObjectPage.Unreadable.class)
                .extracting(ObjectPage.Entry::key)
                .isEqualTo(refused);
    }

    @Test
    void aFolderBehindAFollowedLinkThatLeadsNowhereIsMarkedToo() throws IOException {
        FilesystemConfig config = new FilesystemConfig(root.toString(), null, null, null, null, true);
        try (StorageDriver following =
                FilesystemStorageDriver.open(root, config.options(), DriverUnderTest.context(), forcing)) {
            ListOptions options = ListOptions.recursive(100).markingUnreadable();
            assertThat(following.list(RegistryKeys.REPOSITORIES, options).entries())
                    .hasSize(12);
            Files.move(elsewhere.resolve("b"), elsewhere.resolve("gone"));
            assertThat(following.list(RegistryKeys.REPOSITORIES, options).entries())
                    .hasSize(11)
                    .filteredOn(ObjectPage.Unreadable.class::isInstance)
                    .extracting(ObjectPage.Entry::key)
                    .containsExactly(new ObjectKey(REPOSITORIES + "/b"));
        }
    }
}
