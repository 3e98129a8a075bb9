package dev.moorage.application.service.maintenance;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store with an example of everything that a healthy registry has. The use cases have written some of it, and CNCF
 * Distribution's layout is imitated for the rest.
 */
final class StoredRegistry {
    static final RepositoryName A = new RepositoryName("a");
    static final RepositoryName DEEP = new RepositoryName("a/b.c/tags");
    static final Tag TAG = new Tag("latest");
    static final Tag MOVED = new Tag("moved");
    static final byte[] LAYER = Bodies.random(1, 5000);
    static final byte[] LAST_LAYER = Bodies.random(2, 100);
    static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    final SettableClock clock = new SettableClock();
    final InMemoryStore store = new InMemoryStore(clock);
    final StorageDriver driver = new InMemoryStorageDriver(store);
    final Contents contents = new Contents(driver);
    final Digest layer = Contents.digest(LAYER);
    final Digest lastLayer = Contents.digest(LAST_LAYER);
    final Digest config = Contents.digest(CONFIG);
    final Digest distributions512 = Digest.of(DigestAlgorithm.SHA512, LAYER);
    final Digest ours512 = Digest.of(DigestAlgorithm.SHA512, LAST_LAYER);
    final Digest image;
    final Digest other;
    final Digest index;
    final Digest signature;
    final Digest unlinked;

    StoredRegistry() throws IOException {
        blob(A, LAYER);
        blob(A, LAST_LAYER);
        blob(A, CONFIG);
        blob(DEEP, LAYER);
        blob(DEEP, CONFIG);
        image = manifest(A, imageOf(LAYER, LAST_LAYER), TAG);
        other = manifest(A, imageOf(LAST_LAYER), MOVED);
        manifest(A, imageOf(LAYER, LAST_LAYER), MOVED);
        index = manifest(A, indexOf(image, other), new Tag("index"));
        signature = manifest(A, signatureOf(image), new Tag("signature"));
        manifest(DEEP, imageOf(LAYER), TAG);
        // Blobs that were pushed by sha512, once as CNCF Distribution stores them and once as Moorage does.
        contents.put(RegistryKeys.layerLink(DEEP, distributions512), layer.toString());
        contents.put(RegistryKeys.blob(ours512), LAST_LAYER);
        contents.put(RegistryKeys.layerLink(DEEP, ours512), ours512.toString());
        // A delete leaves an index entry and a blob behind.
        Digest deleted = Contents.digest(Bodies.random(9, 9));
        contents.put(RegistryKeys.tagIndexLink(A, TAG, deleted), deleted.toString());
        contents.put(RegistryKeys.referrerLink(A, image, deleted), deleted.toString());
        byte[] old = Bodies.random(3, 77);
        unlinked = Contents.digest(old);
        contents.put(RegistryKeys.blob(unlinked), old);
        // Uploads, and the signatures that CNCF Distribution kept with its first manifests.
        contents.put(key("a/_uploads/0a0a0a0a-0000-0000-0000-000000000000/data"), "half a blob");
        contents.put(key("a/_manifests/revisions/sha256/" + image.hex() + "/signatures/sha256/x/link"), "x");
        clock.pass(Duration.ofHours(2));
        byte[] young = Bodies.random(4, 44);
        contents.put(RegistryKeys.blob(Contents.digest(young)), young);
    }

    static ObjectKey key(String relative) {
        return RegistryKeys.REPOSITORIES.resolve(relative);
    }

    void blob(RepositoryName repository, byte[] content) throws IOException {
        Digest digest = Contents.digest(content);
        contents.put(RegistryKeys.blob(digest), content);
        contents.put(RegistryKeys.layerLink(repository, digest), digest.toString());
    }

    Digest manifest(RepositoryName repository, String json, Tag tag) throws IOException {
        return ManifestServices.over(
                        driver,
                        Docket.of(driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        repository,
                        new Reference.ByTag(tag),
                        Optional.empty(),
                        json.getBytes(StandardCharsets.UTF_8),
                        List.of()))
                .descriptor()
                .digest();
    }

    static String imageOf(byte[]... layers) {
        List<String> descriptors = new ArrayList<>();
        for (byte[] content : layers) {
            descriptors.add(descriptor("application/vnd.oci.image.layer.v1.tar", content));
        }
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}
                """.formatted(
                        descriptor("application/vnd.oci.image.config.v1+json", CONFIG), String.join(",", descriptors));
    }

    static String descriptor(String mediaType, byte[] content) {
        return descriptor(mediaType, Contents.digest(content), content.length);
    }

    static String descriptor(String mediaType, Digest digest, long size) {
        return """
                {"mediaType":"%s","digest":"%s","size":%d}""".formatted(mediaType, digest, size);
    }

    private String indexOf(Digest... manifests) throws IOException {
        List<String> descriptors = new ArrayList<>();
        for (Digest manifest : manifests) {
            descriptors.add(descriptor("application/vnd.oci.image.manifest.v1+json", manifest, size(manifest)));
        }
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}
                """.formatted(String.join(",", descriptors));
    }

    String signatureOf(Digest subject) throws IOException {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                "config":%s,"layers":[],"subject":%s}
                """.formatted(
                        descriptor("application/vnd.oci.empty.v1+json", CONFIG),
                        descriptor("application/vnd.oci.image.manifest.v1+json", subject, size(subject)));
    }

    private long size(Digest digest) throws IOException {
        return contents.read(RegistryKeys.blob(digest)).orElseThrow().length;
    }

    /** The results of a verification. */
    record Verified(VerifySummary tally, List<Finding> findings, List<VerifyCheckpoint> checkpoints) {
        /** Returns the kinds of the findings, sorted, each with its repair: {@code DAMAGED QUARANTINED}. */
        List<String> found() {
            return findings.stream()
                    .filter(finding -> finding.kind() != Finding.Kind.UNREACHABLE)
                    .map(finding ->
                            finding.kind() + (finding.repair() == Finding.Repair.NONE ? "" : " " + finding.repair()))
                    .sorted()
                    .toList();
        }
    }

    Verified verify(boolean repair) throws IOException {
        return verify(driver, new VerifyRequest(4, repair, VerifyCheckpoint.START), Integer.MAX_VALUE);
    }

    /**
     * Runs a verification.
     *
     * @param mostCheckpoints the number of checkpoints after which the run is interrupted
     */
    Verified verify(StorageDriver through, VerifyRequest request, int mostCheckpoints) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<VerifyCheckpoint> checkpoints = new ArrayList<>();
        VerifyObserver observer = new VerifyObserver() {
            @Override
            public void found(Finding finding) {
                findings.add(finding);
            }

            @Override
            public void progressed(VerifyProgress progress) {
                // Only shown to people.
            }

            @Override
            public void reached(VerifyCheckpoint checkpoint) throws IOException {
                checkpoints.add(checkpoint);
                if (checkpoints.size() == mostCheckpoints) {
                    throw new Interrupted();
                }
            }
        };
        try {
            VerifySummary tally = MaintenanceServices.over(
                            through,
                            Docket.of(through, InstantSource.system()),
                            ManifestPolicy.COMPLETE,
                            new TransferBuffers(TransferBuffers.SMALL, 4),
                            new ComputePool(),
                            clock)
                    .verify()
                    .verify(request, observer);
            return new Verified(tally, findings, checkpoints);
        } catch (Interrupted _) {
            return new Verified(checkpoints.getLast().tally(), findings, checkpoints);
        }
    }

    private static final class Interrupted extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
