package dev.moorage.application.service.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.QuotaExceededException;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.domain.quota.Resource;
import dev.moorage.domain.quota.Usage;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each request is answered when a namespace is full, and before. */
class QuotasOfRequestsTest {
    private static final RepositoryName APP = RepositoryName.parse("team/app");
    private static final RepositoryName TOOL = RepositoryName.parse("team/tool");
    private static final RepositoryName OTHER = RepositoryName.parse("other/app");
    private static final int LIMIT = 2000;

    private final CountingStorageDriver driver =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final Quotas quotas = new Quotas(List.of(new Quota(
            RepositoryName.parse("team"),
            Map.of(Resource.BYTES, (long) LIMIT, Resource.REPOSITORIES, 2L, Resource.TAGS, 3L))));
    private final QuotaReplica server = new QuotaReplica(driver, quotas, InstantSource.system());

    @BeforeEach
    void measureTheEmptyNamespace() throws IOException {
        measure();
    }

    private void measure() throws IOException {
        server.ledger.refresh();
        server.services.useCases().measure().measure();
        server.ledger.refresh();
    }

    private static byte[] blob(int size, int seed) {
        byte[] blob = new byte[size];
        blob[0] = (byte) seed;
        return blob;
    }

    private static void assertRefused(Resource resource, long used, long asked, ThrowingCallable request) {
        assertThatExceptionOfType(QuotaExceededException.class)
                .isThrownBy(request)
                .satisfies(e -> assertThat(e.error().detail())
                        .containsEntry("namespace", "team")
                        .containsEntry("quota", resource.word())
                        .containsEntry("used", Long.toString(used))
                        .containsEntry("asked", Long.toString(asked)));
    }

    @Test
    void aBlobThatFillsTheNamespaceExactlyFitsAndNothingAfterIt() throws IOException {
        byte[] most = blob(LIMIT, 1);
        assertThat(server.push(APP, most)).isInstanceOf(CompleteResult.Committed.class);
        assertRefused(Resource.BYTES, LIMIT, 1, () -> server.start(APP));
        assertRefused(Resource.BYTES, LIMIT, 1, () -> server.push(APP, blob(1, 2)));
        assertRefused(
                Resource.BYTES,
                LIMIT,
                QuotaReplica.image(most).length,
                () -> server.put(APP, "v1", QuotaReplica.image(most)));
    }

    @Test
    void aBodyWithALengthIsRefusedBeforeItsFirstByte() throws IOException {
        assertRefused(Resource.BYTES, 0, LIMIT + 1, () -> server.push(APP, blob(1, 1), QuotaReplica.unread(LIMIT + 1)));
        UploadProgress upload = server.start(APP);
        assertRefused(Resource.BYTES, 0, LIMIT + 1, () -> server.patch(upload, QuotaReplica.unread(LIMIT + 1)));
    }

    @Test
    void aLengthThatNoBodyHasReservesNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertRefused(
                    Resource.BYTES,
                    0,
                    1L << 50,
                    () -> server.push(APP, blob(1, 1), QuotaReplica.unread(Long.MAX_VALUE - 1)));
        }
        assertThat(server.push(APP, blob(LIMIT, 1))).isInstanceOf(CompleteResult.Committed.class);
    }

    @Test
    void whatAnUploadHasReceivedCountsForItsNextChunk() throws IOException {
        UploadProgress upload = server.start(APP);
        byte[] first = blob(1500, 1);
        var appended = server.patch(upload, UploadBody.of(first));
        assertThat(appended).isInstanceOf(AppendResult.Appended.class);
        UploadProgress next = ((AppendResult.Appended) appended).progress();
        assertRefused(Resource.BYTES, 0, 2001, () -> server.patch(next, QuotaReplica.unread(501)));
        assertRefused(Resource.BYTES, 0, 2001, () -> server.complete(next, Contents.digest(first), new byte[501]));
        assertThat(server.complete(next, Contents.digest(first), new byte[0]))
                .isInstanceOf(CompleteResult.Committed.class);
        assertRefused(Resource.BYTES, 1500, 501, () -> server.push(TOOL, blob(501, 2)));
    }

    @Test
    void aBodyWithoutALengthEnds64MiBBeyondWhatIsLeft() throws IOException {
        UploadProgress upload = server.start(APP);
        QuotaReplica.Endless body = new QuotaReplica.Endless();
        assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> server.patch(upload, body));
        assertThat(body.read).isBetween((64L << 20) + LIMIT, (66L << 20) + LIMIT);
    }

    @Test
    void aRepeatOfWhatIsThereIsNeverRefused() throws IOException {
        byte[] layer = blob(1000, 1);
        byte[] image = QuotaReplica.image(layer);
        server.push(APP, layer);
        server.put(APP, "v1", image);
        server.push(TOOL, blob(LIMIT - 1000 - image.length, 2));
        assertRefused(Resource.BYTES, LIMIT, 1, () -> server.start(APP));
        assertThat(server.push(APP, layer)).isInstanceOf(CompleteResult.Committed.class);
        server.put(APP, "v1", image);
        server.put(APP, "v2", image);
        assertThat(server.mount(APP, layer, APP)).isTrue();
        assertThat(server.mount(TOOL, layer, APP))
                .as("from a repository of the namespace")
                .isTrue();
        measure();
        assertThat(server.services.useCases().report().usage().getFirst().used().orElseThrow())
                .isEqualTo(new Usage(LIMIT, 2, 2));
    }

    @Test
    void aMountFromAnotherNamespaceAddsTheSizeOfTheBlob() throws IOException {
        byte[] large = blob(LIMIT + 1, 1);
        byte[] small = blob(LIMIT, 2);
        server.push(OTHER, large);
        server.push(OTHER, small);
        assertRefused(Resource.BYTES, 0, LIMIT + 1, () -> server.mount(APP, large, OTHER));
        assertThat(server.mount(APP, small, OTHER)).isTrue();
        assertRefused(Resource.BYTES, LIMIT, 1, () -> server.start(APP));
    }

    @Test
    void repositoriesAndTagsAreCountedAtTheMoment() throws IOException {
        byte[] layer = blob(10, 1);
        byte[] image = QuotaReplica.image(layer);
        server.push(APP, layer);
        server.push(TOOL, layer);
        RepositoryName third = RepositoryName.parse("team/third");
        assertRefused(Resource.REPOSITORIES, 2, 1, () -> server.start(third));
        assertRefused(Resource.REPOSITORIES, 2, 1, () -> server.push(third, layer));
        assertRefused(Resource.REPOSITORIES, 2, 1, () -> server.mount(third, layer, APP));
        server.put(APP, "v1", image);
        server.put(APP, "v2", image);
        server.put(TOOL, "v1", image);
        server.put(TOOL, "v1", image);
        assertRefused(Resource.TAGS, 3, 1, () -> server.put(TOOL, "v2", image));
    }

    @Test
    void aManifestKnowsWhatAnotherServerHasLinkedAMomentAgo() throws IOException {
        QuotaReplica other = new QuotaReplica(driver, quotas, InstantSource.system());
        other.ledger.refresh();
        byte[] layer = blob(10, 1);
        byte[] image = QuotaReplica.image(layer);
        other.push(APP, layer);
        server.push(TOOL, blob(LIMIT - 20, 2));
        assertRefused(Resource.BYTES, LIMIT - 10, image.length, () -> other.put(APP, "v1", image));
    }

    @Test
    void aNamespaceThatWasNotMeasuredTakesAllBytes() throws IOException {
        QuotaReplica fresh =
                new QuotaReplica(new InMemoryStorageDriver(new InMemoryStore()), quotas, InstantSource.system());
        fresh.ledger.refresh();
        assertThat(fresh.push(APP, blob(LIMIT + 1, 1))).isInstanceOf(CompleteResult.Committed.class);
        fresh.ledger.report();
        assertThat(fresh.services.useCases().measure().measureWhenDue(Duration.ofHours(1)))
                .isTrue();
        assertThat(fresh.services.useCases().measure().measureWhenDue(Duration.ofHours(1)))
                .as("it was measured a moment ago")
                .isFalse();
        fresh.ledger.refresh();
        assertRefused(Resource.BYTES, LIMIT + 1, 1, () -> fresh.start(APP));
    }

    @Test
    void aReportThatWasRemovedIsBegunAgainUnderAnotherName() throws IOException {
        server.push(APP, blob(100, 1));
        server.ledger.refresh();
        server.services.useCases().measure().measure();
        Contents contents = new Contents(driver);
        String report = contents.all().keySet().stream()
                .filter(key -> key.startsWith(RegistryKeys.USAGE_REPORTS.value()))
                .findFirst()
                .orElseThrow();
        contents.delete(new ObjectKey(report));
        server.push(APP, blob(200, 2));
        server.ledger.refresh();
        assertThat(server.services
                        .useCases()
                        .report()
                        .usage()
                        .getFirst()
                        .used()
                        .orElseThrow()
                        .bytes())
                .isEqualTo(300);
    }

    @Test
    void whatARequestHasAddedIsNotReservedAnyMoreWhileItIsReported() throws IOException {
        List<Long> used = new ArrayList<>();
        Quota team = quotas.all().getFirst();
        AtomicReference<QuotaReplica> reporting = new AtomicReference<>(server);
        InterceptedStorageDriver watched =
                new InterceptedStorageDriver(driver, StorageInterceptor.before((call, key) -> {
                    if (call == StorageCall.PUT && key.isBelow(RegistryKeys.USAGE_REPORTS)) {
                        used.add(reporting.get().ledger.used(team).orElseThrow().bytes());
                    }
                }));
        QuotaReplica replica = new QuotaReplica(watched, quotas, InstantSource.system());
        reporting.set(replica);
        replica.ledger.refresh();
        byte[] layer = blob(600, 1);
        byte[] image = QuotaReplica.image(layer);
        server.push(OTHER, blob(300, 3));
        used.clear();
        replica.push(APP, layer);
        UploadProgress upload = replica.start(APP);
        replica.complete(upload, Contents.digest(blob(100, 2)), blob(100, 2));
        replica.mount(APP, blob(300, 3), OTHER);
        replica.put(APP, "v1", image);
        assertThat(used).containsSubsequence(600L, 700L, 1000L, 1000L + image.length);
        assertThat(used).allMatch(bytes -> bytes <= 1000 + image.length);
    }

    @Test
    void aLinkOfDistributionToABlobUnderAnotherDigestIsMeasured() throws IOException {
        byte[] layer = blob(700, 1);
        server.push(OTHER, layer);
        Digest other = Digest.of(DigestAlgorithm.SHA512, layer);
        new Links(driver).write(RegistryKeys.layerLink(APP, other), Contents.digest(layer));
        measure();
        assertThat(server.ledger.used(quotas.all().getFirst())).contains(new Usage(700, 1, 0));
    }

    @Test
    void aRepositoryWithoutAQuotaCostsNothing() throws IOException {
        QuotaReplica none = new QuotaReplica(driver, new Quotas(List.of()), InstantSource.system());
        byte[] layer = blob(10, 1);
        driver.reset();
        none.push(OTHER, layer);
        Map<String, Integer> without = driver.calls();
        driver.reset();
        server.push(RepositoryName.parse("another/app"), blob(10, 2));
        assertThat(driver.calls()).isEqualTo(without);
    }
}
