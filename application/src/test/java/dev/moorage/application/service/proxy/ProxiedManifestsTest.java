package dev.moorage.application.service.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.proxy.ProxiedRepositories.Rules;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProxiedManifestsTest {
    private static final String REMOTE = "library/alpine";
    private static final RepositoryName NAME = new RepositoryName("docker.io/library/alpine");
    private static final Reference LATEST = new Reference.ByTag(new Tag("latest"));
    private static final Duration TAG_LIFE = Duration.ofSeconds(10);
    private static final Duration NEGATIVE_LIFE = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private final FakeUpstream upstream = new FakeUpstream();
    private final StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    private final GetManifest manifests = with(new Rules(TAG_LIFE, NEGATIVE_LIFE, true));

    private GetManifest with(Rules rules) {
        MemoryBudget memory = MemoryBudget.ofHeap();
        Docket docket = Docket.of(storage, InstantSource.system());
        ProxyServices services = new ProxyServices(
                new ProxiedRepositories(List.of(new ProxiedRepositories.Entry("docker.io", upstream, rules))),
                new Fetches(
                        storage,
                        docket,
                        PortableHashing.unavailable(),
                        () -> new FetchId(UUID.randomUUID()),
                        InstantSource.system()),
                new FetchedManifests(storage, docket, memory, new ComputePool()),
                storage,
                nanos::get);
        return services.manifests(ManifestServices.over(storage, docket, ManifestPolicy.COMPLETE, memory)
                .get());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> asked() {
        List<String> asked = List.copyOf(upstream.asked());
        upstream.asked().clear();
        return asked;
    }

    private void assertThatItIsUnknown(Reference reference) {
        assertThatThrownBy(() -> manifests.resolve(NAME, reference)).isInstanceOf(RegistryException.class);
    }

    @Test
    void aTagIsAskedForAgainAfterAWhileAndADigestNever() throws IOException {
        Digest digest = upstream.manifest(REMOTE, "latest", "{\"a\":1}");
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(digest);
        try (ManifestContent content = manifests.get(NAME, digest)) {
            assertThat(content.descriptor().size()).isEqualTo(7);
        }
        assertThat(asked()).containsExactly("HEAD tag", "GET manifest");
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(digest);
        assertThat(manifests.resolve(NAME, new Reference.ByDigest(digest))).isEqualTo(digest);
        assertThat(asked()).isEmpty();
        pass(TAG_LIFE);
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(digest);
        assertThat(asked()).containsExactly("HEAD tag");
        Digest moved = upstream.manifest(REMOTE, "latest", "{\"a\":2}");
        pass(TAG_LIFE);
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(moved);
        assertThat(asked()).containsExactly("HEAD tag", "GET manifest");
    }

    @Test
    void aManifestIsFetchedByItsDigest() throws IOException {
        Digest digest = upstream.manifest(REMOTE, "latest", "{}");
        assertThat(manifests.resolve(NAME, new Reference.ByDigest(digest))).isEqualTo(digest);
        assertThat(asked()).containsExactly("GET manifest");
    }

    @Test
    void whileTheUpstreamIsDownTheStoredTagCounts() throws IOException {
        Digest digest = upstream.manifest(REMOTE, "latest", "{}");
        manifests.resolve(NAME, LATEST);
        pass(TAG_LIFE);
        for (Kind kind : Kind.values()) {
            upstream.goDown(kind);
            assertThat(manifests.resolve(NAME, LATEST)).as(kind.name()).isEqualTo(digest);
        }
        assertThatThrownBy(() -> manifests.resolve(NAME, new Reference.ByTag(new Tag("other"))))
                .isInstanceOf(UpstreamFailedException.class);
    }

    @Test
    void aTagThatTheUpstreamHasNoMoreIsServedOrHidden() throws IOException {
        Digest digest = upstream.manifest(REMOTE, "latest", "{}");
        manifests.resolve(NAME, LATEST);
        upstream.untag(REMOTE, "latest");
        pass(TAG_LIFE);
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(digest);
        GetManifest hiding = with(new Rules(TAG_LIFE, NEGATIVE_LIFE, false));
        assertThatThrownBy(() -> hiding.resolve(NAME, LATEST)).isInstanceOf(RegistryException.class);
    }

    @Test
    void whatIsMissingIsNotAskedForAgainForAWhile() throws IOException {
        assertThatItIsUnknown(LATEST);
        assertThatItIsUnknown(LATEST);
        assertThat(asked()).containsExactly("HEAD tag");
        Digest digest = upstream.manifest(REMOTE, "latest", "{}");
        assertThatItIsUnknown(LATEST);
        pass(NEGATIVE_LIFE);
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(digest);
        Reference unknown = new Reference.ByDigest(Digest.parse("sha256:" + "0".repeat(64)));
        asked();
        assertThatItIsUnknown(unknown);
        assertThatItIsUnknown(unknown);
        assertThat(asked()).containsExactly("GET manifest");
    }

    @Test
    void aManifestWithAnotherDigestIsNotStored() throws IOException {
        Digest digest = upstream.manifest(REMOTE, "latest", "{}");
        manifests.resolve(NAME, LATEST);
        Digest wrong = upstream.manifest(REMOTE, "latest", "{\"b\":1}");
        upstream.damage(REMOTE, wrong);
        pass(TAG_LIFE);
        assertThat(manifests.resolve(NAME, LATEST)).isEqualTo(digest);
        assertThatThrownBy(() -> manifests.resolve(NAME, new Reference.ByDigest(wrong)))
                .isInstanceOf(UpstreamFailedException.class);
    }

    @Test
    void aTagWhoseManifestIsGoneIsUnknown() {
        Digest digest = upstream.manifest(REMOTE, "latest", "{}");
        upstream.forget(REMOTE, digest);
        assertThatItIsUnknown(LATEST);
        assertThat(asked()).containsExactly("HEAD tag", "GET manifest", "HEAD tag", "GET manifest", "HEAD tag");
    }

    @Test
    void otherRepositoriesHaveNoUpstream() {
        upstream.manifest("a", "latest", "{}");
        assertThatThrownBy(() -> manifests.resolve(new RepositoryName("a"), LATEST))
                .isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> manifests.resolve(new RepositoryName("docker.io"), LATEST))
                .isInstanceOf(RegistryException.class);
        assertThat(asked()).isEmpty();
    }

    @Test
    void aManifestBeyondTheMostWaitsForItsTurn() throws Exception {
        upstream.manifest(REMOTE, "one", "{\"a\":1}");
        upstream.manifest(REMOTE, "two", "{\"a\":2}");
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        Docket docket = Docket.of(storage, InstantSource.system());
        MemoryBudget memory = MemoryBudget.ofHeap();
        Upstream counted = new ForwardingUpstream(upstream) {
            @Override
            public UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference) {
                inside.incrementAndGet();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.manifest(repository, reference);
            }
        };
        GetManifest limited = new ProxiedManifests(
                ManifestServices.over(storage, docket, ManifestPolicy.COMPLETE, memory)
                        .get(),
                new ProxiedRepositories(List.of(new ProxiedRepositories.Entry("docker.io", counted, Rules.DEFAULT))),
                new FetchedManifests(storage, docket, memory, new ComputePool()),
                new TagChecks(nanos::get),
                new FetchTurns(1));
        List<Thread> clients = Stream.of("one", "two")
                .map(tag -> Thread.ofVirtual().start(() -> {
                    try {
                        limited.resolve(NAME, new Reference.ByTag(new Tag(tag)));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        while (inside.get() < 2
                && clients.stream().noneMatch(client -> client.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        assertThat(inside.get()).isLessThan(2);
        gate.countDown();
        for (Thread client : clients) {
            client.join();
        }
        assertThat(inside).hasValue(2);
    }
}
