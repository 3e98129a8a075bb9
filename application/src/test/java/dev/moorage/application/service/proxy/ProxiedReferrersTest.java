package dev.moorage.application.service.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.proxy.ProxiedRepositories.Rules;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProxiedReferrersTest {
    private static final String REMOTE = "library/alpine";
    private static final RepositoryName NAME = new RepositoryName("docker.io/library/alpine");
    private static final Digest SUBJECT = digest("subject");
    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final Duration NEGATIVE_LIFE = Duration.ofSeconds(30);
    private static final String SIGNATURE = "application/vnd.example.signature";

    private final AtomicLong nanos = new AtomicLong();
    private final FakeUpstream upstream = new FakeUpstream();
    private final StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    private final Docket docket = Docket.of(storage, InstantSource.system());
    private final MemoryBudget memory = MemoryBudget.ofHeap();
    private final ListReferrers referrers = with(true);

    private static Digest digest(String text) {
        return Digest.of(DigestAlgorithm.CANONICAL, text.getBytes(StandardCharsets.UTF_8));
    }

    private ListReferrers with(boolean servesMissing) {
        Rules rules = new Rules(LIFE, NEGATIVE_LIFE, servesMissing);
        return new ProxiedReferrers(
                ManifestServices.over(storage, docket, ManifestPolicy.COMPLETE, memory)
                        .referrers(),
                new ProxiedRepositories(List.of(new ProxiedRepositories.Entry("docker.io", upstream, rules))),
                new UpstreamReferrers(new FetchedReferrers(storage), new TagChecks(nanos::get), new FetchTurns(2)));
    }

    private static UpstreamReferrer referrer(Digest digest, String type) {
        return new UpstreamReferrer(
                new Descriptor(MediaType.OCI_IMAGE_MANIFEST, digest, 7), Optional.of(type), Map.of("a", "b"));
    }

    private static UpstreamReferrer signature(String text) {
        return referrer(digest(text), SIGNATURE);
    }

    /** Stores a manifest with this subject, as a client's pull does. */
    private Digest stored(String name) throws IOException {
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST
                + "\",\"artifactType\":\""
                + SIGNATURE + "\",\"annotations\":{\"name\":\"" + name
                + "\"},\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"" + digest("{}")
                + "\",\"size\":2},\"layers\":[],\"subject\":{\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST
                + "\",\"digest\":\"" + SUBJECT + "\",\"size\":7}}";
        new FetchedManifests(storage, docket, memory, new ComputePool())
                .store(NAME, digest(manifest), manifest.getBytes(StandardCharsets.UTF_8));
        return digest(manifest);
    }

    private List<Digest> listed(ListReferrers from, Optional<String> type) throws IOException {
        List<Digest> all = new ArrayList<>();
        Optional<Digest> after = Optional.empty();
        do {
            try (ReferrersPage page = from.list(NAME, SUBJECT, type, after)) {
                page.referrers()
                        .forEach(referrer -> all.add(referrer.descriptor().digest()));
                after = page.next();
            }
        } while (after.isPresent());
        return all;
    }

    private List<Digest> listed() throws IOException {
        return listed(referrers, Optional.empty());
    }

    @Test
    void theUpstreamsListIsMergedWithWhatIsStored() throws IOException {
        Digest pulled = stored("pulled");
        upstream.refer(
                REMOTE, SUBJECT, signature("one"), referrer(pulled, SIGNATURE), referrer(digest("two"), "other"));
        assertThat(listed()).containsExactlyInAnyOrder(pulled, digest("one"), digest("two"));
        assertThat(listed(referrers, Optional.of(SIGNATURE))).containsExactlyInAnyOrder(pulled, digest("one"));
        try (ReferrersPage page = referrers.list(NAME, SUBJECT, Optional.of("other"), Optional.empty())) {
            assertThat(page.referrers())
                    .containsExactly(new Referrer(
                            new Descriptor(MediaType.OCI_IMAGE_MANIFEST, digest("two"), 7),
                            Optional.of("other"),
                            Map.of("a", "b")));
        }
    }

    @Test
    void aListIsAskedForAgainAfterTheLifeOfATag() throws IOException {
        upstream.refer(REMOTE, SUBJECT, signature("one"));
        listed();
        upstream.refer(REMOTE, SUBJECT, signature("one"), signature("two"));
        assertThat(listed()).containsExactly(digest("one"));
        assertThat(upstream.asked()).containsExactly("GET referrers");
        nanos.addAndGet(LIFE.toNanos());
        assertThat(listed()).containsExactlyInAnyOrder(digest("one"), digest("two"));
        assertThat(upstream.asked()).hasSize(2);
    }

    @Test
    void thatThereAreNoneIsBelievedForAWhile() throws IOException {
        assertThat(listed()).isEmpty();
        upstream.refer(REMOTE, SUBJECT);
        assertThat(listed()).isEmpty();
        assertThat(upstream.asked()).hasSize(1);
        nanos.addAndGet(NEGATIVE_LIFE.toNanos());
        assertThat(listed()).isEmpty();
        assertThat(listed()).isEmpty();
        assertThat(upstream.asked()).hasSize(2);
        assertThat(storage.list(RegistryKeys.fetchedReferrers(NAME), ListOptions.recursive(10))
                        .entries())
                .isEmpty();
    }

    @Test
    void whileTheUpstreamIsDownTheLastListCounts() throws IOException {
        upstream.refer(REMOTE, SUBJECT, signature("one"));
        listed();
        upstream.goDown(Kind.DOWN);
        nanos.addAndGet(LIFE.toNanos());
        assertThat(listed()).containsExactly(digest("one"));
        assertThat(listed(with(false), Optional.empty())).containsExactly(digest("one"));
    }

    @Test
    void withoutAnyListWhatIsStoredCountsAndNothingIsNotTheAnswer() throws IOException {
        upstream.goDown(Kind.DOWN);
        assertThatThrownBy(this::listed).isInstanceOf(UpstreamFailedException.class);
        Digest pulled = stored("pulled");
        assertThat(listed()).containsExactly(pulled);
    }

    @Test
    void aListThatCannotBeReadDoesNotCount() throws IOException {
        storage.put(
                RegistryKeys.fetchedReferrers(NAME, SUBJECT),
                "{\"version\":1,\"refer".getBytes(StandardCharsets.UTF_8),
                WriteCondition.ANY,
                Durability.PROCESS_CRASH);
        upstream.goDown(Kind.DOWN);
        assertThatThrownBy(this::listed).isInstanceOf(UpstreamFailedException.class);
        upstream.comeBack();
        upstream.refer(REMOTE, SUBJECT, signature("one"));
        assertThat(listed()).containsExactly(digest("one"));
    }

    @Test
    void aReferrerThatTheUpstreamHasNoMoreIsServedOrHidden() throws IOException {
        Digest pulled = stored("pulled");
        upstream.refer(REMOTE, SUBJECT, signature("one"));
        assertThat(listed()).containsExactlyInAnyOrder(pulled, digest("one"));
        assertThat(listed(with(false), Optional.empty())).containsExactly(digest("one"));
    }

    @Test
    void longListsHavePages() throws IOException {
        List<Digest> stored = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            stored.add(stored("stored " + i));
        }
        UpstreamReferrer[] list = IntStream.range(0, 700)
                .mapToObj(i -> signature("upstream " + i))
                .toArray(UpstreamReferrer[]::new);
        upstream.refer(REMOTE, SUBJECT, list);
        List<Digest> all = listed();
        assertThat(all).hasSize(1000).doesNotHaveDuplicates().containsAll(stored);
        assertThat(all.stream().map(Digest::toString)).isSorted();
        try (ReferrersPage page = referrers.list(NAME, SUBJECT, Optional.empty(), Optional.empty())) {
            assertThat(page.referrers()).hasSize(256);
        }
    }

    @Test
    void otherRepositoriesDoNotAskTheUpstream() throws IOException {
        try (ReferrersPage page =
                referrers.list(new RepositoryName("own"), SUBJECT, Optional.empty(), Optional.empty())) {
            assertThat(page.referrers()).isEmpty();
        }
        assertThat(upstream.asked()).isEmpty();
    }
}
