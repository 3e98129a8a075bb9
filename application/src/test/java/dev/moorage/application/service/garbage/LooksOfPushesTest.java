package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.DriverWithFence;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each way to push, with a collector that acts between its calls. */
class LooksOfPushesTest {
    private static final RepositoryName A = new RepositoryName("a");
    private static final RepositoryName B = new RepositoryName("b");
    private static final RepositoryName C = new RepositoryName("c");
    private static final byte[] BYTES = {1, 2, 3};
    private static final Digest DIGEST = Contents.digest(BYTES);
    private static final ObjectKey LINK = RegistryKeys.layerLink(A, DIGEST);
    private static final Instant LATER = Instant.MAX.minusSeconds(86_400);

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final Contents contents = new Contents(store);
    private final CountingStorageDriver counting = new CountingStorageDriver(store);
    private final ActingCollector collector = new ActingCollector(store);
    private final List<String> calls = new ArrayList<>();
    private HookedStorageDriver.Hook hook = (_, _) -> {};
    private final PushedRegistry registry = new PushedRegistry(
            new DriverWithFence(
                    new HookedStorageDriver(counting, (method, key) -> {
                        calls.add(method + " " + key.value());
                        hook.before(method, key);
                    }),
                    DeleteFence.TIMED),
            PushedRegistry.IN_ORDER);

    private interface Act {
        void run() throws IOException;
    }

    /** Lets the collector act before the first look that follows a write of this key. */
    private void beforeTheLookAfter(ObjectKey written, Act act) {
        calls.clear();
        boolean[] done = new boolean[1];
        hook = (_, key) -> {
            if (!done[0] && key.equals(RegistryKeys.docketHead()) && calls.contains("put " + written.value())) {
                done[0] = true;
                act.run();
            }
        };
    }

    private void assertWhole(RepositoryName repository) throws IOException {
        assertThat(contents.read(RegistryKeys.layerLink(repository, DIGEST))).isPresent();
        assertThat(contents.read(RegistryKeys.blob(DIGEST))).hasValue(BYTES);
    }

    @Test
    void pushesCostOneLookAndManifestsWithTagsTwoAfterTheFirstAndNoWriteMore() throws IOException {
        registry.push(A, BYTES);
        assertThat(counting.calls()).isEqualTo(Map.of("put", 2, "open", 2));
        counting.reset();
        assertThat(registry.mount(B, DIGEST, A)).isTrue();
        assertThat(counting.calls()).isEqualTo(Map.of("put", 1, "stat", 1, "open", 1 + 1));
        counting.reset();
        registry.put(A, "t", image(DIGEST));
        assertThat(counting.calls()).isEqualTo(Map.of("put", 4, "stat", 1, "sync", 1, "open", 1 + 2));
        counting.reset();
        registry.has(A, DIGEST);
        assertThat(counting.calls()).isEqualTo(Map.of("stat", 1, "open", 1));
        UploadProgress upload = registry.patch(A, BYTES);
        counting.reset();
        calls.clear();
        registry.commit(upload, DIGEST); // It publishes its bytes once, and looks itself.
        assertThat(calls.stream().filter(call -> call.contains("docket"))).hasSize(2);
    }

    @Test
    void aCondemnedBlobIsRescuedByEachWayToPushIt() throws IOException {
        registry.push(A, BYTES);
        Act[] pushes = {
            () -> registry.push(A, BYTES),
            () -> registry.commit(registry.patch(A, BYTES), DIGEST),
            () -> registry.mount(B, DIGEST, A),
            () -> registry.put(A, "t", image(DIGEST))
        };
        for (Act push : pushes) {
            collector.condemn(new Blob(DIGEST));
            push.run();
            assertThat(collector.hasVerdictOn(new Blob(DIGEST))).isFalse();
        }
    }

    @Test
    void whatAnIndexAndATagNeedIsRescued() throws IOException {
        registry.push(A, BYTES);
        Digest image = registry.put(A, "image", image(DIGEST));
        Removable[] needs = {
            new Blob(image),
            new ManifestRevision(A, image),
            new TagLink(A, new Tag("index")),
            new TagLink(A, new Tag("t"))
        };
        for (Removable need : needs) {
            collector.condemn(need);
        }
        registry.put(A, "index", PushedRegistry.index(image));
        assertThat(collector.hasVerdictOn(needs[0])).isFalse();
        assertThat(collector.hasVerdictOn(needs[1])).isFalse();
        assertThat(collector.hasVerdictOn(needs[2])).isFalse();
        assertThat(collector.hasVerdictOn(needs[3])).as("another tag").isTrue();
        registry.put(A, "t", image(DIGEST));
        assertThat(collector.hasVerdictOn(needs[3])).isFalse();
    }

    @Test
    void aSmallPushPutsItsBytesAgainIfACollectorHasRemovedThem() throws IOException {
        beforeTheLookAfter(LINK, () -> collector.collect(DIGEST));
        assertThat(registry.push(A, BYTES)).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertWhole(A);
    }

    @Test
    void aCommitWhosePublishedBytesACollectorHasRemovedIsNot201() throws IOException {
        UploadProgress upload = registry.patch(A, BYTES);
        beforeTheLookAfter(LINK, () -> collector.collect(DIGEST));
        assertThat(registry.commit(upload, DIGEST)).isEqualTo(new UploadRejection.UnknownUpload());
        assertThat(registry.commit(registry.patch(A, BYTES), DIGEST)).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertWhole(A);
    }

    @Test
    void aRepeatedPutThatFindsItsBytesPublishedLooksToo() throws IOException {
        UploadProgress upload = registry.patch(A, BYTES);
        hook = (method, key) -> {
            if (method.equals("put") && key.equals(LINK)) {
                throw new IOException("killed");
            }
        };
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> registry.commit(upload, DIGEST));
        collector.condemn(new Blob(DIGEST));
        beforeTheLookAfter(LINK, () -> collector.collect(DIGEST));
        assertThat(registry.commit(upload, DIGEST)).isEqualTo(new UploadRejection.UnknownUpload());
    }

    @Test
    void aRepeatedPutOfACommittedUploadIs201WhileItsBlobIsThere() throws IOException {
        UploadProgress upload = registry.patch(A, BYTES);
        registry.commit(upload, DIGEST);
        collector.condemn(new Blob(DIGEST));
        assertThat(registry.commit(upload, DIGEST)).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(collector.hasVerdictOn(new Blob(DIGEST))).isFalse();
        contents.delete(LINK);
        assertThat(registry.commit(upload, DIGEST)).as("deleted").isEqualTo(new UploadRejection.UnknownUpload());
        assertThat(contents.read(LINK)).as("it stays deleted").isEmpty();
    }

    @Test
    void aRepeatedPutWhoseBlobACollectorRemovesIsNot201() throws IOException {
        UploadProgress upload = registry.patch(A, BYTES);
        registry.commit(upload, DIGEST);
        collector.condemn(new Blob(DIGEST));
        boolean[] done = new boolean[1];
        hook = (method, key) -> {
            if (method.equals("sync") && key.equals(LINK)) {
                done[0] = true;
                collector.collect(DIGEST);
            }
        };
        assertThat(registry.commit(upload, DIGEST)).isEqualTo(new UploadRejection.UnknownUpload());
        assertThat(done[0]).isTrue();
    }

    @Test
    void aMountWhoseBlobACollectorHasRemovedIsNone() throws IOException {
        registry.push(A, BYTES);
        beforeTheLookAfter(RegistryKeys.layerLink(B, DIGEST), () -> collector.collect(DIGEST));
        assertThat(registry.mount(B, DIGEST, A)).isFalse();
    }

    @Test
    void aManifestWhoseBlobACollectorHasRemovedIsRefusedAndNoTagNamesIt() throws IOException {
        registry.push(A, BYTES);
        Digest manifest = Contents.digest(image(DIGEST));
        beforeTheLookAfter(RegistryKeys.revisionLink(A, manifest), () -> collector.collect(DIGEST));
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> registry.put(A, "t", image(DIGEST)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MANIFEST_BLOB_UNKNOWN));
        assertThat(contents.read(RegistryKeys.tagLink(A, new Tag("t")))).isEmpty();
    }

    @Test
    void aManifestWritesAgainWhatItHasSeenOrWrittenItself() throws IOException {
        registry.push(A, BYTES);
        Digest manifest = Contents.digest(image(DIGEST));
        ObjectKey tag = RegistryKeys.tagLink(A, new Tag("t"));
        ObjectKey[] own = {LINK, RegistryKeys.revisionLink(A, manifest), RegistryKeys.blob(manifest), tag};
        beforeTheLookAfter(tag, () -> {
            for (ObjectKey key : own) {
                contents.delete(key);
            }
            collector.condemn(new BlobLink(A, DIGEST));
        });
        registry.put(A, "t", image(DIGEST));
        for (ObjectKey key : own) {
            assertThat(contents.read(key)).as("%s", key).isPresent();
        }
    }

    @Test
    void aTagThatAnotherPushHasMovedSinceIsNotMovedBack() throws IOException {
        registry.push(A, BYTES);
        ObjectKey tag = RegistryKeys.tagLink(A, new Tag("t"));
        beforeTheLookAfter(tag, () -> {
            contents.put(tag, "sha256:" + "7".repeat(64));
            collector.condemn(new TagLink(A, new Tag("t")));
        });
        registry.put(A, "t", image(DIGEST));
        assertThat(contents.read(tag))
                .hasValueSatisfying(named -> assertThat(named).asString().isEqualTo("sha256:" + "7".repeat(64)));
    }

    @Test
    void aRemovalThatDoesNotEndRefusesPushesBeforeTheyPublishAndLeavesMountsToAnUpload() throws IOException {
        registry.push(A, BYTES);
        UploadProgress upload = registry.patch(A, BYTES);
        Blob blob = new Blob(DIGEST);
        collector.condemn(blob);
        collector.remove(blob, LATER);
        assertThatExceptionOfType(RemovalPendingException.class)
                .as("it has taken an earlier look, and put bytes that are garbage")
                .isThrownBy(() -> registry.push(A, BYTES));
        contents.delete(RegistryKeys.blob(DIGEST));
        assertThatExceptionOfType(RemovalPendingException.class).isThrownBy(() -> registry.push(A, BYTES));
        assertThatExceptionOfType(RemovalPendingException.class).isThrownBy(() -> registry.commit(upload, DIGEST));
        assertThatExceptionOfType(RemovalPendingException.class).isThrownBy(() -> registry.put(A, "t", image(DIGEST)));
        assertThat(registry.mount(B, DIGEST, A)).isFalse();
        assertThat(contents.read(RegistryKeys.blob(DIGEST))).isEmpty();
        collector.drop(blob);
        assertThat(registry.commit(upload, DIGEST))
                .as("its bytes were kept")
                .isEqualTo(new CompleteResult.Committed(DIGEST));
        assertWhole(A);
    }

    @Test
    void aDocketThatCannotBeReadRefusesPushesAndPullsGoOn() throws IOException {
        registry.push(A, BYTES);
        UploadProgress upload = registry.patch(B, BYTES);
        contents.put(RegistryKeys.docketHead(), "moorage-docket-head 2\nend 0\n");
        Act[] pushes = {
            () -> registry.push(B, BYTES), () -> registry.mount(B, DIGEST, A), () -> registry.put(A, "t", image(DIGEST))
        };
        assertThatExceptionOfType(StorageUnavailableException.class)
                .as("it has taken an earlier look, and written before its own")
                .isThrownBy(() -> registry.push(C, BYTES));
        Map<String, String> before = contents.all();
        for (Act push : pushes) {
            assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(push::run);
        }
        assertThat(contents.all()).isEqualTo(before);
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> registry.commit(upload, DIGEST));
        assertThat(registry.has(A, DIGEST)).isTrue();
        assertThat(registry.has(B, DIGEST)).isFalse();
    }

    @Test
    void aDocketThatWasRemovedAsAWholeBeginsAnewForServersThatWereStartedSince() throws IOException {
        registry.push(A, BYTES);
        collector.condemn(new Blob(DIGEST));
        contents.put(RegistryKeys.docketHead(), "moorage-docket-head 2\nend 0\n");
        for (String key : contents.all().keySet()) {
            if (new ObjectKey(key).isBelow(RegistryKeys.DOCKET)) {
                contents.delete(new ObjectKey(key));
            }
        }
        PushedRegistry started = new PushedRegistry(store, PushedRegistry.IN_ORDER);
        started.push(B, BYTES);
        collector.condemn(new Blob(DIGEST));
        started.push(B, BYTES);
        assertThat(collector.hasVerdictOn(new Blob(DIGEST))).isFalse();
        assertWhole(B);
    }
}
