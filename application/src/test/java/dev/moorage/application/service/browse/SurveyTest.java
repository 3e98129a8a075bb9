package dev.moorage.application.service.browse;

import static dev.moorage.application.service.browse.BrowsedRegistry.REPOSITORY;
import static dev.moorage.application.service.browse.BrowsedRegistry.entry;
import static dev.moorage.application.service.browse.BrowsedRegistry.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.browse.FoundRepositories;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.RemovedContent;
import dev.moorage.application.port.in.browse.RemovedContent.Removal;
import dev.moorage.application.port.in.browse.RepositorySurvey;
import dev.moorage.application.port.in.browse.RepositorySurvey.Loose;
import dev.moorage.application.port.in.browse.RepositorySurvey.Reason;
import dev.moorage.application.port.in.browse.SurveyQuery;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sizes of repositories, what no tag leads to, and what the trash has. */
class SurveyTest {
    private static final RepositoryName OTHER = new RepositoryName("other");

    private final BrowsedRegistry registry = new BrowsedRegistry();

    private RepositorySurvey survey(Optional<Digest> layersOf, boolean isFresh) throws IOException {
        return registry.browse.survey().survey(REPOSITORY, new SurveyQuery(Optional.empty(), 100, layersOf, isFresh));
    }

    private RepositorySurvey survey() throws IOException {
        return survey(Optional.empty(), false);
    }

    private static Map<String, Reason> reasons(RepositorySurvey survey) {
        return survey.loose().stream().collect(Collectors.toMap(Loose::name, Loose::reason));
    }

    private String subject(Digest digest) {
        return """
                ,"subject":{"mediaType":"x","digest":"%s","size":1}""".formatted(digest);
    }

    @Test
    void eachBlobCountsOnceAndEachTagCountsForItsLayers() throws IOException {
        Digest one = registry.image("{\"os\":\"one\"}");
        Digest two = registry.image("{\"os\":\"two\"}");
        Digest index = registry.index(entry(one, platform("linux", "amd64")), entry(two, platform("linux", "arm64")));
        registry.tag("index", index);
        registry.tag("same", index);
        registry.tag("one", one);
        RepositorySurvey survey = survey(Optional.of(one), false);
        assertThat(survey.isPartial()).isFalse();
        assertThat(survey.sizes()).isEqualTo(new RepositorySurvey.Sizes(3, 3, 3, 1020, 0, 0));
        Digest layer = Digest.parse("sha256:" + "1".repeat(64));
        Digest config = registry.blob("{\"os\":\"one\"}");
        assertThat(survey.tagsByBlob()).containsOnly(Map.entry(layer, 3), Map.entry(config, 3));
        assertThat(survey(Optional.of(two), false).tagsByBlob()).containsEntry(layer, 3);
    }

    private String layers(int seed) {
        return IntStream.range(0, 999)
                .mapToObj(layer ->
                        "{\"mediaType\":\"l\",\"digest\":\"sha256:%064x\",\"size\":1}".formatted(1000 * seed + layer))
                .collect(Collectors.joining(","));
    }

    @Test
    void manifestsOfManyLayersEndTheWalkAndNothingSeemsToBeUntagged() throws IOException {
        for (int i = 0; i < 260; i++) {
            registry.manifest("""
                    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[%s]}""".formatted(layers(i)));
        }
        RepositorySurvey survey = survey();
        assertThat(survey.isPartial()).isTrue();
        assertThat(survey.sizes().manifests()).isBetween(250, 258);
        assertThat(survey.loose()).isEmpty();
    }

    @Test
    void theImageOfAnIndexThatIsTooLargeToReadIsNotUntagged() throws IOException {
        Digest image = registry.image("{\"os\":\"one\"}");
        assertThat(reasons(survey())).containsOnly(Map.entry(image.toString(), Reason.UNTAGGED));
        registry.tag(
                "index",
                registry.index(entry(image, ",\"annotations\":{\"a\":\"%s\"}".formatted("x".repeat(1 << 20)))));
        registry.now = registry.now.plusSeconds(60);
        RepositorySurvey survey = survey(Optional.empty(), true);
        assertThat(survey.isPartial()).isTrue();
        assertThat(survey.loose()).isEmpty();
    }

    @Test
    void theImageOfAnIndexOfTwoThousandIsNotUntagged() throws IOException {
        Digest image = registry.image("{\"os\":\"one\"}");
        Stream<String> others = IntStream.range(0, 2000)
                .mapToObj(i -> entry(Digest.parse("sha256:%064x".formatted(i)), platform("linux", "v" + i)));
        registry.tag(
                "index",
                registry.index(Stream.concat(others, Stream.of(entry(image, platform("linux", "amd64"))))
                        .toArray(String[]::new)));
        assertThat(survey().loose()).isEmpty();
    }

    @Test
    void anIndexThatNamesAnImageAThousandTimesHasItsAttestationsOnce() throws IOException {
        Digest image = registry.image("{\"os\":\"one\"}");
        Stream<String> images = IntStream.range(0, 400).mapToObj(i -> entry(image, platform("linux", "v" + i)));
        Stream<String> attestations = IntStream.range(0, 400)
                .mapToObj(i -> entry(
                        Digest.parse("sha256:%064x".formatted(i)),
                        ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\","
                                + "\"vnd.docker.reference.digest\":\"" + image + "\"}"));
        Digest index = registry.index(Stream.concat(images, attestations).toArray(String[]::new));
        registry.tag("index", index);
        ManifestFacts facts = registry.browse
                .image()
                .describe(REPOSITORY, new Reference.ByDigest(index))
                .facts();
        assertThat(facts.platforms()).hasSize(400);
        assertThat(facts.platforms().stream()
                        .mapToInt(platform -> platform.attestations().size())
                        .sum())
                .isEqualTo(400);
    }

    @Test
    void whatNoTagLeadsToIsLooseAndItsBytesAreCounted() throws IOException {
        Digest kept = registry.image("{\"os\":\"kept\"}");
        registry.tag("kept", kept);
        Digest untagged = registry.image("{\"os\":\"untagged\"}");
        Digest attached = registry.imageOf(registry.blob("{}"), subject(kept));
        Digest missing = Digest.parse("sha256:" + "2".repeat(64));
        Digest orphan = registry.imageOf(registry.blob("{ }"), subject(missing));
        Digest broken = registry.index(entry(missing, platform("linux", "amd64")));
        registry.tag("broken-index", broken);
        registry.tag("broken-tag", missing);
        RepositorySurvey survey = survey();
        assertThat(reasons(survey))
                .isEqualTo(Map.of(
                        untagged.toString(),
                        Reason.UNTAGGED,
                        orphan.toString(),
                        Reason.SUBJECT_MISSING,
                        broken.toString(),
                        Reason.IMAGES_MISSING,
                        "broken-tag",
                        Reason.TAG_BROKEN));
        assertThat(reasons(survey)).doesNotContainKey(attached.toString());
        assertThat(survey.sizes().bytes()).isEqualTo(1040);
        assertThat(survey.sizes().untaggedBytes()).isEqualTo(10);
        assertThat(survey.loose()).allSatisfy(end -> assertThat(end.pushed()).isPresent());
    }

    @Test
    void aWalkIsRememberedForTenMinutesAndAFreshOneForTenSeconds() throws IOException {
        registry.tag("a", registry.image("{}"));
        assertThat(survey().sizes().tags()).isEqualTo(1);
        registry.tag("b", registry.image("{}"));
        registry.now = registry.now.plusSeconds(9);
        assertThat(survey(Optional.empty(), true).sizes().tags()).isEqualTo(1);
        registry.now = registry.now.plusSeconds(1);
        assertThat(survey().sizes().tags()).isEqualTo(1);
        RepositorySurvey fresh = survey(Optional.empty(), true);
        assertThat(fresh.sizes().tags()).isEqualTo(2);
        assertThat(fresh.taken()).isEqualTo(registry.now);
        registry.tag("c", registry.image("{}"));
        registry.now = registry.now.plus(Duration.ofMinutes(10));
        assertThat(survey().sizes().tags()).isEqualTo(3);
    }

    @Test
    void pagesHaveEachLooseEndOnce() throws IOException {
        registry.tag("kept", registry.image("{}"));
        for (int i = 0; i < 25; i++) {
            var _ = registry.image("{\"os\":\"" + i + "\"}");
        }
        List<String> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            RepositorySurvey page =
                    registry.browse.survey().survey(REPOSITORY, new SurveyQuery(next, 10, Optional.empty(), false));
            assertThat(page.loose()).hasSizeLessThanOrEqualTo(10);
            page.loose().forEach(end -> seen.add(end.name()));
            next = page.next();
        } while (next.isPresent());
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void indexesThatNameEachOtherEnd() throws IOException {
        Digest layer = registry.image("{}");
        Digest first = registry.index(entry(layer, platform("a", "b")));
        Digest second = registry.index(entry(first, platform("c", "d")), entry(layer, platform("e", "f")));
        registry.tag("t", registry.index(entry(second, platform("g", "h")), entry(first, platform("i", "j"))));
        assertThat(survey(Optional.of(layer), false).tagsByBlob().values()).containsOnly(1);
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> registry.browse
                        .survey()
                        .survey(OTHER, new SurveyQuery(Optional.empty(), 1, Optional.empty(), false)));
    }

    @Test
    void repositoriesWithoutATagAreMarked() throws IOException {
        registry.tag("t", registry.image("{}"));
        Digest digest = registry.stored(new byte[1]);
        new Links(registry.driver).write(RegistryKeys.layerLink(OTHER, digest), digest);
        FoundRepositories found =
                registry.browse.repositories().find(UnrestrictedCaller.ANONYMOUS, "", Optional.empty(), 100);
        assertThat(found.names()).containsExactly(OTHER, REPOSITORY);
        assertThat(found.empty()).containsExactly(OTHER);
        registry.nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
        new Links(registry.driver).write(RegistryKeys.tagLink(OTHER, new Tag("t")), digest);
        assertThat(registry.browse
                        .repositories()
                        .find(UnrestrictedCaller.ANONYMOUS, "", Optional.empty(), 100)
                        .empty())
                .isEmpty();
    }

    @Test
    void theTrashIsListedPageByPage() throws IOException {
        Trash trash = new Trash(registry.driver);
        Digest digest = registry.stored(new byte[1]);
        for (int i = 0; i < 5; i++) {
            var _ = trash.create(
                    i,
                    new TrashRecord(
                            i < 3 ? REPOSITORY : OTHER,
                            TrashRecord.By.CLIENT,
                            List.of(
                                    new Trashed.TrashedTag(new Tag("v" + i), digest),
                                    new Trashed.TrashedRevision(digest, digest),
                                    new Trashed.TrashedLink(digest, digest))));
        }
        registry.driver.put(
                RegistryKeys.trashRecord(REPOSITORY, 9), new byte[3], WriteCondition.ANY, Durability.POWER_LOSS);
        List<Removal> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int unknown = 0;
        do {
            RemovedContent page = registry.browse.removed().list(Optional.empty(), next, 2);
            assertThat(page.removals().size() + page.unknown()).isBetween(1, 2);
            seen.addAll(page.removals());
            unknown += page.unknown();
            next = page.next();
        } while (next.isPresent());
        assertThat(unknown).isEqualTo(1);
        assertThat(seen)
                .extracting(removal -> removal.references().getFirst())
                .containsExactly("v3", "v4", "v0", "v1", "v2");
        Removal last = seen.getLast();
        assertThat(last.references()).containsExactly("v2", digest.toString());
        assertThat(List.of(last.tags(), last.manifests(), last.blobs())).containsExactly(1, 1, 1);
        assertThat(last.expires()).isEqualTo(last.since().plus(Duration.ofDays(7)));
        assertThat(registry.browse
                        .removed()
                        .list(Optional.of(OTHER), Optional.empty(), 100)
                        .removals())
                .hasSize(2);
    }
}
