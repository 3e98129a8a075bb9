package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sources of a list of referrers, Moorage's index and the fallback tag, and the limits of a page. */
class ListReferrersTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final byte[] SUBJECT = "the subject".getBytes(StandardCharsets.US_ASCII);

    private final CountingStorageDriver driver =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final Contents contents = new Contents(driver);
    private final Digest subject = Contents.digest(SUBJECT);
    private final ListReferrers referrers = ManifestServices.over(
                    driver, Docket.of(driver, InstantSource.system()), ManifestPolicy.COMPLETE, MemoryBudget.ofHeap())
            .referrers();

    /** Stores a manifest in the repository. */
    private Digest manifest(String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        Digest digest = Contents.digest(content);
        contents.put(RegistryKeys.blob(digest), content);
        contents.put(RegistryKeys.revisionLink(REPOSITORY, digest), digest.toString());
        return digest;
    }

    private Digest indexed(String json, Digest about) throws IOException {
        Digest digest = manifest(json);
        contents.put(RegistryKeys.referrerLink(REPOSITORY, about, digest), digest.toString());
        return digest;
    }

    private static String about(Digest digest, String more) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"config\":{\"mediaType\":\"application/config\"},"
                + "\"subject\":{\"digest\":\"" + digest + "\"}" + more + "}";
    }

    private static String numbered(int number) {
        return ",\"annotations\":{\"number\":\"" + number + "\"}";
    }

    private void tag(String tag, List<Digest> entries) throws IOException {
        Digest index = manifest(entries.stream()
                .map(digest -> "{\"mediaType\":\"" + IMAGE + "\",\"digest\":\"" + digest + "\",\"size\":1}")
                .collect(Collectors.joining(
                        ",", "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[", "]}")));
        contents.put(RegistryKeys.tagLink(REPOSITORY, new Tag(tag)), index.toString());
    }

    private List<Referrer> all(Digest about, Optional<String> artifactType) throws IOException {
        List<Referrer> all = new ArrayList<>();
        Optional<Digest> after = Optional.empty();
        do {
            try (ReferrersPage page = referrers.list(REPOSITORY, about, artifactType, after)) {
                all.addAll(page.referrers());
                after = page.next();
            }
        } while (after.isPresent());
        return all;
    }

    private static List<Digest> digests(List<Referrer> referrers) {
        return referrers.stream()
                .map(referrer -> referrer.descriptor().digest())
                .toList();
    }

    @Test
    void theChildrenOfAnIndexThatIsTaggedWithItsOwnDigestAreNoReferrers() throws IOException {
        Digest child = manifest("{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"config\":{}}");
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[{\"mediaType\":\"" + IMAGE
                + "\",\"digest\":\"" + child + "\",\"size\":1}]}";
        Digest index = manifest(json);
        contents.put(RegistryKeys.tagLink(REPOSITORY, new Tag("sha256-" + index.hex())), index.toString());
        assertThat(all(index, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void theFallbackTagIsFoundForEveryAlgorithmAndOnlyWithWhatHasTheSubject(DigestAlgorithm algorithm)
            throws IOException {
        Digest digest = Digest.of(algorithm, SUBJECT);
        Digest referrer = manifest(about(digest, ""));
        Digest other = manifest(about(Contents.digest("another subject".getBytes(StandardCharsets.US_ASCII)), ""));
        Digest none = manifest("{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"config\":{}}");
        Digest absent = Contents.digest("not there".getBytes(StandardCharsets.US_ASCII));
        tag(algorithm.identifier() + "-" + digest.hex().substring(0, 64), List.of(referrer, other, none, absent));
        assertThat(digests(all(digest, Optional.empty()))).containsExactly(referrer);
    }

    @Test
    void anEntryOfOurIndexWithoutTheSubjectIsNotListed() throws IOException {
        Digest referrer = indexed(about(subject, ""), subject);
        indexed("{\"schemaVersion\":2,\"mediaType\":\"" + IMAGE + "\",\"config\":{}}", subject);
        assertThat(digests(all(subject, Optional.empty()))).containsExactly(referrer);
    }

    @Test
    void pagesOfBothSourcesHaveEachReferrerOnceAndInOrder() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        List<Digest> fallback = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            String json = about(subject, numbered(i));
            Digest digest = i % 3 == 0 ? manifest(json) : indexed(json, subject);
            if (i % 3 != 1) {
                fallback.add(digest);
            }
            expected.add(digest.toString());
        }
        tag("sha256-" + subject.hex(), fallback);
        assertThat(digests(all(subject, Optional.empty())))
                .map(Digest::toString)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void aFilterHoldsForBothSourcesAndReadsNoMoreForAPage() throws IOException {
        List<Digest> fallback = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            indexed(about(subject, numbered(i)), subject);
        }
        Digest wanted = indexed(about(subject, ",\"artifactType\":\"application/wanted\""), subject);
        Digest alsoWanted = manifest(about(subject, ",\"artifactType\":\"application/wanted\"" + numbered(1)));
        fallback.add(alsoWanted);
        tag("sha256-" + subject.hex(), fallback);
        assertThat(digests(all(subject, Optional.of("application/wanted"))))
                .containsExactlyInAnyOrder(wanted, alsoWanted);
        driver.reset();
        referrers
                .list(REPOSITORY, subject, Optional.of("application/wanted"), Optional.empty())
                .close();
        // A link and a manifest for each of 256 referrers, and three calls for the fallback tag.
        assertThat(driver.calls().get("open")).isEqualTo(2 * 256 + 3);
    }

    @Test
    void aPageEndsBeforeItsManifestsAreManyBytes() throws IOException {
        for (int i = 0; i < 40; i++) {
            indexed(about(subject, numbered(i) + ",\"x\":\"" + "x".repeat(2 << 20) + "\""), subject);
        }
        try (ReferrersPage page = referrers.list(REPOSITORY, subject, Optional.empty(), Optional.empty())) {
            assertThat(page.referrers()).hasSize(16);
            assertThat(page.next())
                    .contains(page.referrers().getLast().descriptor().digest());
        }
        assertThat(digests(all(subject, Optional.empty())))
                .doesNotHaveDuplicates()
                .hasSize(40);
    }

    @Test
    void theConfigsTypeIsTheArtifactTypeOfAnImageOnly() throws IOException {
        indexed(about(subject, ""), subject);
        indexed(
                "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[],\"subject\":{\"digest\":\""
                        + subject + "\"}}",
                subject);
        assertThat(all(subject, Optional.empty()).stream().map(Referrer::artifactType))
                .containsExactlyInAnyOrder(Optional.of("application/config"), Optional.empty());
    }

    @Test
    void annotationsThatDoNotFitAreLeftOutAndTheOthersStay() throws IOException {
        indexed(
                about(
                        subject,
                        ",\"annotations\":{\"first\":\"1\",\"long\":\"" + "x".repeat(100_000) + "\",\"quotes\":\""
                                + "\\\"".repeat(9_000) + "\",\"last\":\"2\"}"),
                subject);
        assertThat(all(subject, Optional.empty()))
                .singleElement()
                .extracting(Referrer::annotations)
                .isEqualTo(Map.of("first", "1", "last", "2"));
    }

    @Test
    void aDamagedReferrerIsLeftOutAndAStorageThatFailsIsTheAnswer() throws IOException {
        Digest whole = indexed(about(subject, numbered(1)), subject);
        Digest damaged = indexed(about(subject, numbered(2)), subject);
        contents.put(RegistryKeys.blob(damaged), "");
        assertThat(digests(all(subject, Optional.empty()))).containsExactly(whole);
        ListReferrers failing = ManifestServices.over(
                        new HookedStorageDriver(driver, (_, key) -> {
                            if (key.equals(RegistryKeys.blob(whole))) {
                                throw new IOException("no answer");
                            }
                        }),
                        Docket.of(driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .referrers();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> failing.list(REPOSITORY, subject, Optional.empty(), Optional.empty()));
    }
}
