package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.DriverWithFence;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is garbage, and what is not. */
class CollectGarbageTest {
    private final CollectedStore store = new CollectedStore();

    private void assertThatNothingIsRemoved(Digest garbage, String reason) throws IOException {
        store.grow();
        GarbageReport report = store.collect();
        assertThat(store.problems).singleElement().asString().contains(reason);
        assertThat(report.swept()).isFalse();
        assertThat(report.removed()).isZero();
        assertThat(report.garbage()).isEqualTo(1);
        assertThat(store.has(garbage)).isTrue();
    }

    @Test
    void oldBytesThatNoRepositoryHasAreRemovedAndAllOthersStay() throws IOException {
        Digest garbage = store.blob("garbage");
        Digest linked = store.linked("linked");
        Digest manifest = store.blob("manifest");
        store.contents.put(RegistryKeys.revisionLink(A, manifest), manifest.toString());
        store.grow();
        Digest young = store.blob("young");
        GarbageReport report = store.collect();
        assertThat(store.removed).containsExactly(garbage);
        assertThat(store.has(garbage)).isFalse();
        assertThat(List.of(store.has(linked), store.has(manifest), store.has(young)))
                .containsOnly(true);
        assertThat(report).isEqualTo(new GarbageReport(2, 4, 1, 1, 7, 1, 7, 0, 0, true, true));
        assertThat(store.collect().garbage()).isZero();
    }

    @Test
    void theDocketIsEmptyAfterAPass() throws IOException {
        for (int i = 0; i < 50; i++) {
            store.blob("garbage " + i);
        }
        store.grow();
        assertThat(store.collect().removed()).isEqualTo(50);
        for (int segment = 0; segment < 256; segment++) {
            Optional<byte[]> text = store.contents.read(RegistryKeys.docketSegment(segment));
            assertThat(new String(text.orElse(new byte[0]), StandardCharsets.UTF_8))
                    .doesNotContain("condemned")
                    .doesNotContain("removing");
        }
    }

    @Test
    void aDryRunNamesTheGarbageAndWritesNothing() throws IOException {
        Digest garbage = store.blob("garbage");
        store.grow();
        Map<String, String> before = store.contents.all();
        GarbageReport report = store.collect(true);
        assertThat(store.removed).containsExactly(garbage);
        assertThat(report.swept()).isFalse();
        assertThat(report.garbageBytes()).isEqualTo(7);
        assertThat(store.contents.all()).isEqualTo(before);
    }

    @Test
    void theHistoryOfATagAndAReferrersEntryKeepNothing() throws IOException {
        Digest deleted = store.blob("deleted manifest");
        store.contents.put(RegistryKeys.tagIndexLink(A, new Tag("t"), deleted), deleted.toString());
        store.contents.put(RegistryKeys.referrerLink(A, Contents.digest(new byte[1]), deleted), deleted.toString());
        store.contents.put(RegistryKeys.tagLink(A, new Tag("t")), deleted.toString());
        store.grow();
        store.collect();
        assertThat(store.has(deleted)).isFalse();
    }

    @Test
    void aLinkOfAnotherAlgorithmKeepsTheBlobThatItNames() throws IOException {
        Digest stored = store.blob("pushed by sha512");
        Digest pushed = Digest.of(DigestAlgorithm.SHA512, "pushed by sha512".getBytes(StandardCharsets.UTF_8));
        store.contents.put(RegistryKeys.layerLink(A, pushed), stored.toString());
        store.grow();
        assertThat(store.collect().garbage()).isZero();
    }

    @Test
    void aLinkThatCannotBeReadKeepsItsBlob() throws IOException {
        Digest blob = store.blob("blob");
        store.contents.put(RegistryKeys.layerLink(A, blob), "");
        store.grow();
        assertThat(store.collect().garbage()).isZero();
    }

    @Test
    void aLinkOfAnotherProgramKeepsWhatItsKeyNames() throws IOException {
        Digest signature = store.blob("signature");
        store.contents.put(
                RegistryKeys.revisionLink(A, Contents.digest(new byte[1]))
                        .resolve("signatures/sha256/" + signature.hex() + "/link"),
                signature.toString());
        store.contents.put(
                new ObjectKey(RegistryKeys.REPOSITORIES + "/UPPER/_layers/sha256/" + signature.hex() + "/link"), "");
        store.grow();
        assertThat(store.collect().garbage()).isZero();
    }

    @Test
    void aLinkOfAnotherAlgorithmThatCannotBeReadMayKeepAnything() throws IOException {
        Digest garbage = store.blob("garbage");
        Digest pushed = Digest.of(DigestAlgorithm.SHA512, new byte[1]);
        store.contents.put(RegistryKeys.layerLink(A, pushed), "");
        assertThatNothingIsRemoved(garbage, "names no digest");
    }

    @Test
    void aFolderThatCannotBeReadMayKeepAnything() throws IOException {
        Digest garbage = store.blob("garbage");
        store.collectors = new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return store.driver;
            }

            @Override
            public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
                return prefix.equals(RegistryKeys.REPOSITORIES)
                        ? new ObjectPage(
                                List.of(new ObjectPage.Unreadable(RegistryKeys.repository(A), "refused")),
                                Optional.empty())
                        : super.list(prefix, options);
            }
        };
        assertThatNothingIsRemoved(garbage, "refused");
    }

    @Test
    void aTrashOfAnotherVersionMayKeepAnything() throws IOException {
        Digest garbage = store.blob("garbage");
        store.contents.put(RegistryKeys.TRASH.resolve("a/1"), "?");
        assertThatNothingIsRemoved(garbage, "is no record of the trash that this version knows");
    }

    @Test
    void aDriverWithoutAFenceOnlyReports() throws IOException {
        Digest garbage = store.blob("garbage");
        store.collectors = new DriverWithFence(store.driver, DeleteFence.NONE);
        assertThatNothingIsRemoved(garbage, "no fence");
    }

    @Test
    void whileDistributionPushesNothingIsRemovedAndItsAbandonedUploadsAreNoReason() throws IOException {
        Digest garbage = store.blob("garbage");
        UploadId id = new UploadId(new UUID(1, 2));
        store.grow();
        store.contents.put(RegistryKeys.uploadStartedAt(A, id), "2026-11-24T12:00:00Z");
        store.clock.pass(CollectedStore.GRACE.dividedBy(2));
        assertThat(store.collect().swept()).isFalse();
        assertThat(store.problems).singleElement().asString().contains("Distribution");
        assertThat(store.has(garbage)).isTrue();
        store.contents.put(RegistryKeys.uploadSession(A, id), "taken over by this registry");
        assertThat(store.collect().removed()).isEqualTo(1);
        store.contents.delete(RegistryKeys.uploadSession(A, id));
        store.grow();
        assertThat(store.collect().swept()).isTrue();
    }

    @Test
    void keptBlobsCostNoRequestButThoseOfTheListings() throws IOException {
        for (int i = 0; i < 500; i++) {
            store.linked("blob " + i);
        }
        store.grow();
        CountingStorageDriver counting = new CountingStorageDriver(store.driver);
        store.collectors = counting;
        store.collect();
        assertThat(counting.calls())
                .containsEntry("list", 2 * 1 + 3)
                .doesNotContainKeys("sync", "deleteWhile")
                .containsEntry("stat", 1) // The store's time.
                .doesNotContainKey("open");
    }

    @Test
    void moreGarbageInASegmentThanARoundTakesIsRemovedInSeveralRounds() throws IOException {
        int count = 8_000 + 100;
        for (int i = 0; i < count; i++) {
            String hex = "00"
                    + Contents.digest(new byte[] {(byte) i, (byte) (i >> 8)})
                            .hex()
                            .substring(2);
            store.contents.put(
                    RegistryKeys.blob(Digest.tryParse("sha256:" + hex).orElseThrow()), "x");
        }
        store.grow();
        GarbageReport report = store.collect();
        assertThat(report).isEqualTo(new GarbageReport(0, 100, 0, count, count, count, count, 0, 0, true, true));
        assertThat(store.collect().blobs()).isZero();
    }
}
