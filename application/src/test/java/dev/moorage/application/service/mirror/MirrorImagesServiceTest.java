package dev.moorage.application.service.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.mirror.MirrorImages;
import dev.moorage.application.port.in.mirror.MirrorObserver;
import dev.moorage.application.port.in.mirror.MirrorReport;
import dev.moorage.application.port.in.mirror.MirrorRequest;
import dev.moorage.application.port.in.mirror.MirrorRequest.Allowance;
import dev.moorage.application.port.in.mirror.TextFilter;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.proxy.FakeUpstream;
import dev.moorage.application.service.proxy.ForwardingUpstream;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MirrorImagesServiceTest {
    private static final String REMOTE = "library/app";
    private static final RepositoryName SOURCE = new RepositoryName(REMOTE);
    private static final RepositoryName HERE = new RepositoryName("mirror/app");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final FakeUpstream upstream = new FakeUpstream();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final StorageDriver storage = new Recording(new InMemoryStorageDriver(new InMemoryStore()), written);
    private final Docket docket = Docket.of(storage, InstantSource.system());
    private final Fetches fetches = new Fetches(
            storage,
            docket,
            PortableHashing.unavailable(),
            () -> new FetchId(UUID.randomUUID()),
            InstantSource.system());
    private final List<Duration> pauses = new ArrayList<>();
    private final Output output = new Output();

    @AfterEach
    void end() {
        fetches.close();
    }

    /** Remembers which objects are put, in their order. */
    private static final class Recording extends ForwardingStorageDriver {
        private final StorageDriver delegate;
        private final List<String> written;

        Recording(StorageDriver delegate, List<String> written) {
            this.delegate = delegate;
            this.written = written;
        }

        @Override
        protected StorageDriver delegate() {
            return delegate;
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            written.add(key.value());
            return super.put(key, content, condition, durability);
        }
    }

    private static final class Output implements MirrorObserver {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void copied(RepositoryName repository, Tag tag, Digest digest) {
            lines.add("copied " + repository + ":" + tag);
        }

        @Override
        public void failed(String source, String reason) {
            lines.add("failed " + source + ": " + reason);
        }

        @Override
        public void waits(Duration time, String reason) {
            lines.add("waits " + time.toSeconds() + ": " + reason);
        }

        @Override
        public void progressed(long done, long known, long bytes) {
            assertThat(done).isLessThanOrEqualTo(known);
        }
    }

    private ManifestUseCases manifests(ManifestPolicy policy) {
        return ManifestServices.over(storage, docket, policy, MemoryBudget.ofHeap());
    }

    private MirrorImages service(Upstream source) {
        return new MirrorImagesService(
                Map.of("registry.example", source),
                fetches,
                BlobServices.over(storage, docket, false).get(),
                this::manifests,
                ManifestPolicy.COMPLETE,
                pauses::add);
    }

    private MirrorReport mirror(MirrorRequest request) throws IOException {
        return service(upstream).mirror(request, output);
    }

    private static MirrorRequest all() {
        return request(TextFilter.ALL, Optional.empty(), true, false, Allowance.UNLIMITED);
    }

    private static MirrorRequest request(
            TextFilter tags,
            Optional<Set<Platform>> platforms,
            boolean referrers,
            boolean digestTags,
            Allowance allowance) {
        return new MirrorRequest(
                "registry.example",
                new MirrorRequest.Repository(SOURCE, HERE, tags),
                platforms,
                referrers,
                digestTags,
                allowance);
    }

    private List<String> asked() {
        List<String> asked = List.copyOf(upstream.asked());
        upstream.asked().clear();
        return asked;
    }

    private Optional<Digest> stored(String reference) throws IOException {
        try {
            return Optional.of(manifests(ManifestPolicy.COMPLETE).get().resolve(HERE, Reference.parse(reference)));
        } catch (RegistryException _) {
            return Optional.empty();
        }
    }

    private static String descriptor(String type, Digest digest) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":5}";
    }

    private String content(String layer, String more) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", upstream.blob(REMOTE, "{   }".getBytes(UTF_8)))
                + ",\"layers\":["
                + descriptor("application/vnd.oci.image.layer.v1.tar", upstream.blob(REMOTE, layer.getBytes(UTF_8)))
                + "]" + more + "}";
    }

    private Digest image(String tag, String layer) {
        return upstream.manifest(REMOTE, tag, content(layer, ""));
    }

    /** Adds a manifest without a tag. */
    private Digest untagged(String content) {
        Digest digest = upstream.manifest(REMOTE, "temporary", content);
        upstream.untag(REMOTE, "temporary");
        return digest;
    }

    private Digest referrer(Digest subject) {
        return untagged(content("signs", ",\"subject\":" + descriptor(IMAGE, subject)));
    }

    private Digest index(String tag, Digest amd64, Digest arm64) {
        return upstream.manifest(
                REMOTE,
                tag,
                "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                        + descriptor(IMAGE, amd64)
                                .replace("}", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}")
                        + ","
                        + descriptor(IMAGE, arm64)
                                .replace("}", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}}")
                        + "]}");
    }

    @Test
    void contentGoesBeforeItsManifestThenReferrersAndTheTagIsLast() throws IOException {
        Digest one = untagged(content("one", ""));
        Digest two = untagged(content("two", ""));
        Digest index = index("v1", one, two);
        Digest signature = referrer(index);
        upstream.refer(REMOTE, index, signature);
        assertThat(mirror(all())).isEqualTo(new MirrorReport(1, 0, 0, 4, 4, 16));
        List<String> order = new ArrayList<>();
        for (String key : written) {
            for (Map.Entry<String, Digest> each : Map.of(
                            "image", one, "image2", two, "index", index, "signature", signature)
                    .entrySet()) {
                if (key.endsWith(
                        "_manifests/revisions/sha256/" + each.getValue().hex() + "/link")) {
                    order.add(each.getKey());
                }
            }
            if (key.endsWith("_manifests/tags/v1/current/link")) {
                order.add("tag");
            }
        }
        assertThat(order.stream().distinct().toList()).containsExactly("image", "image2", "index", "signature", "tag");
        assertThat(written.getLast()).endsWith("_manifests/tags/v1/current/link");
        assertThat(stored("v1")).hasValue(index);
        assertThat(stored(signature.toString())).hasValue(signature);
    }

    @Test
    void aRepeatedCopyAsksForTagsAndReferrersAlone() throws IOException {
        Digest image = image("v1", "one");
        mirror(all());
        asked();
        assertThat(mirror(all())).isEqualTo(new MirrorReport(0, 1, 0, 0, 0, 0));
        assertThat(asked()).containsExactly("GET tags", "HEAD tag", "GET referrers");
        Digest signature = referrer(image);
        upstream.refer(REMOTE, image, signature);
        assertThat(mirror(all()).copied()).isEqualTo(1);
        assertThat(stored(signature.toString())).isPresent();
    }

    @Test
    void aTagThatMovesIsCopiedAndOneThatIsGoneStays() throws IOException {
        image("v1", "one");
        image("v2", "two");
        mirror(all());
        Digest moved = image("v1", "three");
        upstream.untag(REMOTE, "v2");
        assertThat(mirror(all()).copied()).isEqualTo(1);
        assertThat(stored("v1")).hasValue(moved);
        assertThat(stored("v2")).isPresent();
    }

    @Test
    void patternsSelectWholeTags() throws IOException {
        for (String tag : List.of("v1", "v1-debug", "v2", "latest")) {
            image(tag, tag);
        }
        TextFilter filter = new TextFilter(
                List.of(Pattern.compile("v\\d"), Pattern.compile("v1.*")), List.of(Pattern.compile("v2")));
        mirror(request(filter, Optional.empty(), false, false, Allowance.UNLIMITED));
        assertThat(output.lines).containsExactly("copied mirror/app:v1", "copied mirror/app:v1-debug");
    }

    @Test
    void oneImageHasAnotherTagHereAndOneThatIsMissingIsReported() throws IOException {
        Digest image = image("v1", "one");
        MirrorRequest byDigest = new MirrorRequest(
                "registry.example",
                new MirrorRequest.Image(SOURCE, new Reference.ByDigest(image), HERE, new Tag("pinned")),
                Optional.empty(),
                false,
                false,
                Allowance.UNLIMITED);
        assertThat(mirror(byDigest).copied()).isEqualTo(1);
        assertThat(stored("pinned")).hasValue(image);
        upstream.forget(REMOTE, image);
        assertThat(mirror(byDigest).unchanged()).isEqualTo(1);
        MirrorRequest missing = new MirrorRequest(
                "registry.example",
                new MirrorRequest.Image(SOURCE, new Reference.ByTag(new Tag("none")), HERE, new Tag("none")),
                Optional.empty(),
                false,
                false,
                Allowance.UNLIMITED);
        assertThat(mirror(missing).failed()).isEqualTo(1);
        assertThat(output.lines).last().isEqualTo("failed library/app:none: the source does not have it");
    }

    @Test
    void anImageThatLacksABlobHasNoTagAndOthersAreCopied() throws IOException {
        String lacking = content("lost", "")
                .replace(
                        Digest.of(DigestAlgorithm.CANONICAL, "lost".getBytes(UTF_8))
                                .hex(),
                        "0".repeat(64));
        upstream.manifest(REMOTE, "a", lacking);
        image("b", "two");
        MirrorReport report = mirror(all());
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.copied()).isEqualTo(1);
        assertThat(stored("a")).isEmpty();
        assertThat(stored("b")).isPresent();
        assertThat(output.lines.getFirst())
                .startsWith("failed library/app:a: the source does not have sha256:000")
                .contains(" needs");
    }

    @Test
    void otherBytesUnderADigestAreNotStored() throws IOException {
        Digest image = image("v1", "one");
        upstream.damage(REMOTE, image);
        assertThat(mirror(all()).failed()).isEqualTo(1);
        assertThat(output.lines).containsExactly("failed library/app:v1: the source sends other bytes under " + image);
        assertThat(stored("v1")).isEmpty();
    }

    @Test
    void imagesOfOtherPlatformsAreLeftAndTheIndexStaysAsItIs() throws IOException {
        Digest amd = untagged(content("one", ""));
        Digest arm = untagged(content("two", ""));
        Digest index = index("v1", amd, arm);
        MirrorRequest request = request(
                TextFilter.ALL, Optional.of(Set.of(new Platform("linux", "arm64"))), false, false, Allowance.UNLIMITED);
        assertThat(mirror(request).copied()).isEqualTo(1);
        assertThat(stored("v1")).hasValue(index);
        assertThat(stored(arm.toString())).isPresent();
        assertThat(stored(amd.toString())).isEmpty();
        assertThat(mirror(all()).copied()).isEqualTo(1);
        assertThat(stored(amd.toString())).isPresent();
    }

    @Test
    void tagsThatAreNamedAfterADigestAreCopiedIfThatIsWanted() throws IOException {
        Digest image = image("v1", "one");
        Digest signature = image("sha256-" + image.hex() + ".sig", "signs");
        image("sha256-" + "0".repeat(64) + ".sig", "signs another");
        TextFilter v1 = new TextFilter(List.of(Pattern.compile("v1")), List.of());
        mirror(request(v1, Optional.empty(), false, false, Allowance.UNLIMITED));
        assertThat(stored("sha256-" + image.hex() + ".sig")).isEmpty();
        mirror(request(v1, Optional.empty(), false, true, Allowance.UNLIMITED));
        assertThat(stored("sha256-" + image.hex() + ".sig")).hasValue(signature);
        assertThat(stored("sha256-" + "0".repeat(64) + ".sig")).isEmpty();
    }

    @Test
    void aSourceThatAsksForItIsLeftAloneForAsLongAsItAsks() throws IOException {
        image("v1", "one");
        AtomicInteger asked = new AtomicInteger();
        Upstream busy = new ForwardingUpstream(upstream) {
            @Override
            public UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag) {
                return switch (asked.incrementAndGet()) {
                    case 1 -> new Unavailable<>(Kind.BUSY, "it answers 429", Optional.of(Duration.ofMinutes(7)));
                    case 2, 3 -> new Unavailable<>(Kind.DOWN, "it answers 500", Optional.empty());
                    default -> super.resolve(repository, tag);
                };
            }
        };
        assertThat(service(busy).mirror(all(), output).copied()).isEqualTo(1);
        assertThat(pauses).containsExactly(Duration.ofMinutes(7), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void aSourceThatStaysAwayIsGivenUp() throws IOException {
        upstream.goDown(Kind.DOWN);
        assertThat(mirror(all()).failed()).isEqualTo(1);
        assertThat(pauses).hasSize(7).last().isEqualTo(Duration.ofSeconds(30));
        assertThat(output.lines).last().asString().startsWith("failed library/app: the upstream fails");
    }

    @Test
    void noImageIsCopiedWhileTheSourceGivesTooFewManifests() throws IOException {
        image("v1", "one");
        upstream.gives(99);
        Allowance allowance = new Allowance(100, Duration.ofMinutes(15));
        MirrorImages service = new MirrorImagesService(
                Map.of("registry.example", upstream),
                fetches,
                BlobServices.over(storage, docket, false).get(),
                this::manifests,
                ManifestPolicy.COMPLETE,
                time -> {
                    pauses.add(time);
                    assertThat(upstream.asked()).doesNotContain("GET manifest");
                    upstream.gives(pauses.size() == 2 ? 200 : 50);
                });
        service.mirror(request(TextFilter.ALL, Optional.empty(), false, false, allowance), output);
        assertThat(pauses).containsExactly(Duration.ofMinutes(15), Duration.ofMinutes(15));
        assertThat(stored("v1")).isPresent();
    }
}
