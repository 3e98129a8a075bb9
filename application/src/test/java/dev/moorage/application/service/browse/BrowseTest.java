package dev.moorage.application.service.browse;

import static dev.moorage.application.service.browse.BrowsedRegistry.REPOSITORY;
import static dev.moorage.application.service.browse.BrowsedRegistry.entry;
import static dev.moorage.application.service.browse.BrowsedRegistry.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.browse.ContentKind;
import dev.moorage.application.port.in.browse.ImageDescription;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.PlatformImage;
import dev.moorage.application.port.in.browse.TagQuery;
import dev.moorage.application.port.in.browse.TagRows;
import dev.moorage.application.port.in.browse.TagSort;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowseTest {
    private final BrowsedRegistry registry = new BrowsedRegistry();

    private TagRows tags(TagSort sort, String part, Optional<String> after, int limit) throws IOException {
        return registry.browse.tags().list(REPOSITORY, new TagQuery(sort, part, after, limit, 100));
    }

    private static List<String> names(TagRows rows) {
        return rows.tags().stream().map(row -> row.tag().value()).toList();
    }

    private ImageDescription image(String tag) throws IOException {
        return registry.browse.image().describe(REPOSITORY, new Reference.ByTag(new Tag(tag)));
    }

    private ManifestFacts facts(Digest digest) throws IOException {
        registry.tag("it", digest);
        return image("it").facts();
    }

    @Test
    void versionsAreSortedAsVersions() throws IOException {
        Digest image = registry.image("{}");
        List<String> expected = List.of(
                "latest",
                "v2.0.0",
                "1.10.0",
                "1.10.0-alpine",
                "1.10.0-rc10",
                "1.10.0-rc2",
                "1.9.0",
                "1.9",
                "main",
                "pr-9",
                "pr-10");
        for (String tag : expected.reversed()) {
            registry.tag(tag, image);
        }
        assertThat(names(tags(TagSort.VERSION, "", Optional.empty(), 100))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERSION", "NAME", "PUSHED", "CREATED"})
    void pagesHaveEachTagOnceInEveryOrder(String sort) throws IOException {
        for (int i = 0; i < 7; i++) {
            registry.tag("t" + i, registry.image("{\"created\":\"2026-01-0%dT00:00:00Z\"}".formatted(1 + i / 2)));
        }
        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            TagRows page = tags(TagSort.valueOf(sort), "", after, 3);
            assertThat(page.sortedBy()).hasToString(sort);
            assertThat(page.total()).isEqualTo(7);
            seen.addAll(names(page));
            after = page.next();
        } while (after.isPresent());
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        if (sort.equals("CREATED")) {
            assertThat(seen).startsWith("t6", "t4", "t5");
        }
    }

    @Test
    void aTagHasTheFactsOfItsImage() throws IOException {
        Digest image = registry.image("{\"created\":\"2026-01-02T03:04:05Z\"}");
        registry.tag("a", image);
        registry.tag("b", image);
        registry.tag("gone", Digest.parse("sha256:" + "9".repeat(64)));
        TagRows rows = tags(TagSort.NAME, "", Optional.empty(), 100);
        TagRows.Row row = rows.tags().getFirst();
        assertThat(row.sameAs()).containsExactly(new Tag("b"));
        assertThat(row.pushed()).isPresent();
        assertThat(row.facts().orElseThrow().kind()).isEqualTo(ContentKind.IMAGE);
        assertThat(row.facts().orElseThrow().size()).hasValue(1010);
        assertThat(row.facts().orElseThrow().created()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(rows.tags().getLast().problem()).contains("its manifest is not here");
        assertThat(rows.partial()).isFalse();
    }

    @Test
    void aRequestCostsNoMoreReadsThanItMay() throws IOException {
        for (int i = 0; i < 10; i++) {
            registry.tag("t" + i, registry.image("{\"n\":" + i + "}"));
        }
        TagRows rows =
                registry.browse.tags().list(REPOSITORY, new TagQuery(TagSort.NAME, "", Optional.empty(), 100, 6));
        assertThat(rows.partial()).isTrue();
        assertThat(rows.tags()).hasSize(10);
        assertThat(rows.tags().stream().filter(row -> row.facts().isPresent()).count())
                .isLessThanOrEqualTo(6);
        // What was read is remembered, so that the next request gets further.
        assertThat(tags(TagSort.NAME, "", Optional.empty(), 100).partial()).isFalse();
    }

    @Test
    void aRepositoryWithoutContentIsUnknown() {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> tags(TagSort.NAME, "", Optional.empty(), 10));
    }

    @Test
    void anImageHasItsLayersWithTheirCommands() throws IOException {
        ManifestFacts facts = facts(registry.image("""
                {"config":{"User":"root","Cmd":["a","b"],"Env":["PATH=/bin"],"Labels":{"l":"1"}},
                "history":[{"created_by":"ENV","empty_layer":true},{"created_by":"RUN"},{"created_by":"more than there are"}]}"""));
        assertThat(facts.history().get(0).layer()).isEmpty();
        assertThat(facts.history().get(1).layer()).hasValue(0);
        assertThat(facts.history().get(2).layer()).isEmpty();
        assertThat(facts.config())
                .containsEntry("User", "root")
                .containsEntry("Cmd", "[\"a\",\"b\"]")
                .containsEntry("Env PATH", "/bin");
        assertThat(facts.labels()).containsEntry("l", "1");
    }

    @Test
    void anIndexHasItsImagesWithTheirAttestations() throws IOException {
        Digest here = registry.image("{\"created\":\"2026-05-05T00:00:00Z\"}");
        Digest missing = Digest.parse("sha256:" + "8".repeat(64));
        Digest attestation = registry.image("{\"a\":1}");
        ManifestFacts facts = facts(registry.index(
                entry(here, platform("linux", "amd64")),
                entry(missing, platform("linux", "arm64")),
                entry(attestation, platform("unknown", "unknown") + """
                        ,"annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"%s"}""".formatted(here))));
        assertThat(facts.kind()).isEqualTo(ContentKind.INDEX);
        assertThat(facts.platforms())
                .containsExactly(
                        new PlatformImage("linux/amd64", here, true, OptionalLong.of(1010), List.of(attestation)),
                        new PlatformImage("linux/arm64", missing, false, OptionalLong.empty(), List.of()));
        assertThat(facts.size()).hasValue(1010);
        assertThat(facts.created()).contains(Instant.parse("2026-05-05T00:00:00Z"));
    }

    @Test
    void indexesOfIndexesEnd() throws IOException {
        Digest nested = registry.index();
        for (int i = 0; i < 20; i++) {
            nested = registry.index(entry(nested, ""), entry(nested, ""));
        }
        assertThat(facts(nested).platforms()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"config\":5,\"layers\":7,\"annotations\":[],\"manifests\":\"x\"}",
                "\u0000"
            })
    void whatIsNoManifestHasNoFactsButIsDescribed(String content) throws IOException {
        assertThat(facts(registry.manifest(content)).layers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "7", "{\"config\":[],\"history\":{\"a\":1},\"created\":\"never\"}"})
    void whatIsNoConfigurationHidesNothingElse(String config) throws IOException {
        assertThat(facts(registry.image(config)).layers()).hasSize(1);
    }

    @Test
    void aConfigurationThatTheRepositoryDoesNotHaveIsNotRead() throws IOException {
        Digest foreign = registry.stored(
                "{\"config\":{\"Env\":[\"SECRET=1\"]}}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ManifestFacts facts = facts(registry.imageOf(foreign, ""));
        assertThat(facts.config()).isEmpty();
        assertThat(facts.problem()).contains("its configuration is not here");
    }

    @Test
    void whatClientsWriteIsBounded() throws IOException {
        String step = "{\"created_by\":\"%s\"}".formatted("x".repeat(100));
        String huge = "{\"history\":[" + step + (("," + step).repeat(5000)) + "]}";
        ManifestFacts many = facts(registry.image(huge));
        assertThat(many.history()).hasSize(1000);
        ManifestFacts tooLarge = facts(registry.image("{\"a\":\"" + "x".repeat(10 << 20) + "\"}"));
        assertThat(tooLarge.problem()).contains("its configuration is too large to show");
        ManifestFacts annotated = facts(registry.imageOf(
                registry.blob("{}"),
                ",\"annotations\":{\"<b>\":\"<script>\",\"long\":\"" + "y".repeat(100_000) + "\"}"));
        assertThat(annotated.annotations()).containsEntry("<b>", "<script>");
        assertThat(annotated.annotations().get("long")).hasSize(4097);
    }

    @Test
    void sizesThatAreNoneDoNotAddUp() throws IOException {
        ManifestFacts facts = facts(registry.manifest("""
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[
                {"digest":"sha256:%s","size":9223372036854775807},{"digest":"sha256:%s","size":9223372036854775807},
                {"digest":"sha256:%s","size":-5}]}""".formatted("1".repeat(64), "2".repeat(64), "3".repeat(64))));
        assertThat(facts.size()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void repositoriesAreFoundByAPartOfTheirName() throws IOException {
        registry.tag("a", registry.image("{}"));
        RepositoryName name = REPOSITORY;
        assertThat(found("AP")).containsExactly(name);
        assertThat(found("x")).isEmpty();
    }

    @Test
    void namesAreReadAgainAfterAMinute() throws IOException {
        assertThat(found("")).isEmpty();
        registry.tag("a", registry.image("{}"));
        assertThat(found("")).isEmpty();
        registry.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(found("")).containsExactly(REPOSITORY);
    }

    private List<RepositoryName> found(String part) throws IOException {
        return registry.browse
                .repositories()
                .find(UnrestrictedCaller.ANONYMOUS, part, Optional.empty(), 10)
                .names();
    }
}
