package dev.moorage.application.service.maintenance;

import static dev.moorage.application.service.maintenance.StoredRegistry.A;
import static dev.moorage.application.service.maintenance.StoredRegistry.DEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.ReindexReport;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReindexReferrersTest {
    private final StoredRegistry registry = new StoredRegistry();
    private final List<String> added = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    ReindexReferrersTest() throws IOException {
        registry.manifest(DEEP, registry.signatureOf(registry.image), new Tag("elsewhere"));
    }

    private ReindexReport reindex(StorageDriver through, boolean dryRun) throws IOException {
        added.clear();
        failed.clear();
        return MaintenanceServices.over(
                        through,
                        Docket.of(through, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        new TransferBuffers(TransferBuffers.SMALL, 1),
                        new ComputePool(),
                        registry.clock)
                .reindex()
                .reindex(3, dryRun, new ReindexObserver() {
                    @Override
                    public void added(RepositoryName repository, Digest subject, Digest referrer) {
                        added.add(repository + " " + subject + " " + referrer);
                    }

                    @Override
                    public void failed(RepositoryName repository, Digest manifest, String reason) {
                        failed.add(repository + " " + manifest);
                    }

                    @Override
                    public void unreadable(String folder, String reason) {
                        failed.add(folder);
                    }

                    @Override
                    public void progressed(long manifests) {
                        // Only shown to people.
                    }
                });
    }

    private List<Digest> referrers(RepositoryName repository) throws IOException {
        return ManifestServices.over(
                        registry.driver,
                        Docket.of(registry.driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .referrers()
                .list(repository, registry.image, Optional.empty(), Optional.empty())
                .referrers()
                .stream()
                .map(Referrer::descriptor)
                .map(descriptor -> descriptor.digest())
                .toList();
    }

    /** Leaves the storage without Moorage's index, as a registry does that does not know it. */
    private void forgetTheIndex() throws IOException {
        registry.contents.delete(RegistryKeys.referrerLink(A, registry.image, registry.signature));
        registry.contents.delete(RegistryKeys.referrerLink(DEEP, registry.image, registry.signature));
    }

    @Test
    void referrersThatAnotherRegistryTookAreListedAfterwards() throws IOException {
        Map<String, String> before = registry.contents.all();
        forgetTheIndex();
        Map<String, String> without = registry.contents.all();
        assertThat(referrers(A)).isEmpty();
        assertThat(reindex(registry.driver, true)).isEqualTo(new ReindexReport(6, 2, 0, 0));
        assertThat(registry.contents.all()).isEqualTo(without);
        List<String> missing = List.copyOf(added);
        assertThat(reindex(registry.driver, false)).isEqualTo(new ReindexReport(6, 2, 0, 0));
        assertThat(added)
                .containsExactlyInAnyOrderElementsOf(missing)
                .contains(A + " " + registry.image + " " + registry.signature);
        assertThat(registry.contents.all()).isEqualTo(before);
        assertThat(referrers(A)).containsExactly(registry.signature);
        assertThat(referrers(DEEP)).containsExactly(registry.signature);
        assertThat(reindex(registry.driver, false)).isEqualTo(new ReindexReport(6, 0, 2, 0));
    }

    @Test
    void aManifestThatCannotBeReadIsNamedAndDoesNotKeepTheOthers() throws IOException {
        forgetTheIndex();
        registry.contents.rot(RegistryKeys.blob(registry.other));
        registry.contents.put(RegistryKeys.revisionLink(DEEP, registry.layer), registry.layer.toString());
        assertThat(reindex(registry.driver, false)).isEqualTo(new ReindexReport(7, 2, 0, 1));
        assertThat(failed).as("what is no JSON has no subject").containsExactly(A + " " + registry.other);
    }

    @Test
    void aPushThatIsQuickerIsNotOverwritten() throws IOException {
        forgetTheIndex();
        StorageDriver raced = new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals("put")) {
                registry.contents.put(key, "what the push wrote");
            }
        });
        assertThat(reindex(raced, false)).isEqualTo(new ReindexReport(6, 0, 2, 0));
        assertThat(registry.contents.read(RegistryKeys.referrerLink(A, registry.image, registry.signature)))
                .contains("what the push wrote".getBytes(StandardCharsets.US_ASCII));
    }
}
