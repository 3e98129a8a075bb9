package dev.moorage.benchmarks.request;

import dev.moorage.application.cache.CacheObserver;
import dev.moorage.application.cache.ManifestCache;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.service.garbage.docket.DocketObjects;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.s3.SimulatedAmazon;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Measures the requests and round trips of each operation at a simulated S3 store with a few hundred objects. */
final class CountedOperations {
    private static final Duration QUIET = Duration.ofMillis(25);

    /** Long enough for the digest of a part, which is computed between requests. */
    private static final Duration QUIET_FOR_PARTS = Duration.ofMillis(250);

    private static final RepositoryName FIRST = new RepositoryName("team/first");
    private static final RepositoryName SECOND = new RepositoryName("team/second");
    private static final int REFERENCES = 10;
    private static final int MANY = 100;
    private static final int LARGE = 20 << 20;
    private static final Duration LIFE = Duration.ofHours(1);

    private final RoundTrips trips = new RoundTrips();
    private final Map<String, RequestCost> costs = new TreeMap<>();
    private final boolean tracing;

    /** @param tracing whether to print the S3 operations of each operation */
    CountedOperations(boolean tracing) {
        this.tracing = tracing;
    }

    /** A request of a client. */
    private interface Operation {
        void run() throws IOException;
    }

    private void measure(String name, Operation operation) throws IOException {
        measure(name, QUIET, operation);
    }

    private void measure(String name, Duration quiet, Operation operation) throws IOException {
        trips.begin(quiet);
        try {
            operation.run();
        } finally {
            costs.put(name, trips.end());
            if (tracing) {
                System.out.println(name + ": " + trips.trace());
            }
        }
    }

    /** Measures each operation once, over a new store. */
    Map<String, RequestCost> measure() throws IOException {
        try (StorageDriver storage = SimulatedAmazon.open(trips)) {
            Registry registry = new Registry(storage);
            // The first push of a process also reads what later ones know.
            registry.push(FIRST, Images.blob(-1));
            measureBlobs(registry);
            measureManifests(registry);
            measureListings(registry);
            measureIndex(registry, new DocketObjects(storage));
        }
        return Map.copyOf(costs);
    }

    private void measureBlobs(Registry registry) throws IOException {
        byte[] small = Images.blob(0);
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, small);
        measure("blob: push, POST and PUT", () -> registry.push(FIRST, small));
        measure("blob: push again", () -> registry.push(FIRST, small));
        measure("blob: push, POST, PATCH and PUT", () -> registry.pushByPatch(FIRST, Images.blob(1)));
        measure("blob: push of 20 MiB, POST and PUT", QUIET_FOR_PARTS, () -> registry.push(FIRST, new byte[LARGE]));
        measure("blob: push of 20 MiB, POST, PATCH and PUT", QUIET_FOR_PARTS, () -> {
            byte[] large = new byte[LARGE];
            large[0] = 1;
            registry.pushByPatch(FIRST, large);
        });
        measure(
                "blob: mount from a repository",
                () -> require(registry.blobs
                        .mount()
                        .mount(UnrestrictedCaller.ANONYMOUS, SECOND, digest, Optional.of(FIRST))));
        measure("blob: HEAD", () -> registry.blobs.get().stat(FIRST, digest));
        measure(
                "blob: GET with a redirect",
                () -> require(registry.blobs
                        .get()
                        .redirect(registry.blobs.get().request(FIRST, digest))
                        .isPresent()));
        measure("blob: GET of the bytes", () -> read(registry, digest, small.length));
        measure("blob: DELETE", () -> registry.blobs.delete().delete(UnrestrictedCaller.ANONYMOUS, SECOND, digest));
    }

    private static void read(Registry registry, Digest digest, int size) throws IOException {
        try (BlobContent content =
                registry.blobs.get().open(registry.blobs.get().request(FIRST, digest), ByteRange.WHOLE)) {
            require(content.read(ByteBuffer.allocate(size)) == size);
        }
    }

    private void measureManifests(Registry registry) throws IOException {
        List<byte[]> blobs =
                IntStream.range(0, REFERENCES).mapToObj(Images::blob).toList();
        for (byte[] blob : blobs) {
            registry.push(FIRST, blob);
        }
        byte[] manifest = Images.manifest(blobs, Optional.empty(), 0);
        Reference tag = Reference.parse("latest");
        Reference digest = new Reference.ByDigest(Digest.of(DigestAlgorithm.CANONICAL, manifest));
        measure("manifest: PUT with 10 references by tag", () -> registry.put(FIRST, tag, manifest));
        measure("manifest: PUT again", () -> registry.put(FIRST, tag, manifest));
        measure("manifest: PUT with another tag", () -> registry.put(FIRST, Reference.parse("other"), manifest));
        measure("manifest: HEAD by tag", () -> registry.manifests.get().describe(FIRST, resolve(registry, tag)));
        measure("manifest: HEAD by digest", () -> registry.manifests.get().describe(FIRST, resolve(registry, digest)));
        measure("manifest: GET by tag", () -> get(registry, tag));
        GetManifest cached = new ManifestCache(LARGE, LIFE, MemoryBudget.ofHeap(), CacheObserver.NONE)
                .reading(registry.manifests.get());
        Operation head = () -> cached.describe(FIRST, cached.resolve(FIRST, tag));
        head.run();
        measure("manifest: HEAD by tag, from the cache", head);
        measure("manifest: GET by digest", () -> get(registry, digest));
        byte[] referrer = Images.manifest(List.of(Images.blob(0)), Optional.of(manifest), 0);
        measure(
                "manifest: PUT of a referrer",
                () -> registry.put(
                        FIRST, new Reference.ByDigest(Digest.of(DigestAlgorithm.CANONICAL, referrer)), referrer));
        measure("manifest: DELETE of a tag", () -> registry.delete(FIRST, tag));
    }

    private static Digest resolve(Registry registry, Reference reference) throws IOException {
        return registry.manifests.get().resolve(FIRST, reference);
    }

    private static void get(Registry registry, Reference reference) throws IOException {
        try (ManifestContent content = registry.manifests.get().get(FIRST, resolve(registry, reference))) {
            require(content.descriptor().size() > 0);
        }
    }

    private void measureListings(Registry registry) throws IOException {
        byte[] subject = Images.manifest(List.of(Images.blob(0), Images.blob(1)), Optional.empty(), 0);
        byte[] other = Images.manifest(List.of(Images.blob(0), Images.blob(2)), Optional.empty(), 0);
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, subject);
        registry.put(FIRST, Reference.parse("subject"), subject);
        for (int i = 0; i < MANY; i++) {
            registry.put(FIRST, new Reference.ByTag(new Tag("tag" + i)), other);
            byte[] referrer = Images.manifest(List.of(Images.blob(0)), Optional.of(subject), i);
            registry.put(FIRST, new Reference.ByDigest(Digest.of(DigestAlgorithm.CANONICAL, referrer)), referrer);
            RepositoryName repository = new RepositoryName("many/r" + i);
            registry.push(repository, Images.blob(0));
            registry.put(
                    repository,
                    Reference.parse("latest"),
                    Images.manifest(List.of(Images.blob(0)), Optional.empty(), 0));
        }
        PageRequest ten = new PageRequest(MANY / 10, Optional.empty());
        PageRequest all = new PageRequest(Integer.MAX_VALUE, Optional.empty());
        measure("tags: page of 10 of 100", () -> registry.listings.tags().list(FIRST, ten));
        measure("tags: all 100", () -> registry.listings.tags().list(FIRST, all));
        measure(
                "catalog: page of 10 of 100",
                () -> registry.listings.repositories().list(UnrestrictedCaller.ANONYMOUS, ten));
        measure(
                "referrers: page of 100",
                () -> registry.manifests
                        .referrers()
                        .list(FIRST, digest, Optional.empty(), Optional.empty())
                        .close());
        measure("manifest: DELETE with a tag, of 102", () -> registry.delete(FIRST, new Reference.ByDigest(digest)));
        measure(
                "manifest: DELETE with 100 tags, of 101",
                () -> registry.delete(FIRST, new Reference.ByDigest(Digest.of(DigestAlgorithm.CANONICAL, other))));
    }

    /** An index whose images share their layers, in a storage where a collector has condemned something once. */
    private void measureIndex(Registry registry, DocketObjects docket) throws IOException {
        docket.publish(Map.of(0, 1L));
        RepositoryName repository = new RepositoryName("team/index");
        List<byte[]> blobs =
                IntStream.range(0, 2 * REFERENCES).mapToObj(Images::blob).toList();
        for (byte[] blob : blobs) {
            registry.push(repository, blob);
        }
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < REFERENCES; i++) {
            byte[] image = Images.manifest(blobs, Optional.empty(), i);
            registry.put(repository, new Reference.ByDigest(Digest.of(DigestAlgorithm.CANONICAL, image)), image);
            images.add(image);
        }
        measure(
                "index: PUT of 10 images with the same 20 layers, after a collection",
                () -> registry.put(repository, Reference.parse("latest"), Images.index(images)));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a measured operation had another result");
        }
    }
}
