package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What leaves a repository, and what stays. */
class RepositorySweepTest extends SweptRegistry {
    @Test
    void aLinkThatNoManifestNamesLeavesForTheTrashAndItsBytesGoWhenTheTrashExpires() throws IOException {
        Digest needless = push("needless");
        Digest needed = push("needed");
        registry.put(A, "t", image(needed));
        assertThat(store.collect().repositories().links()).as("young").isZero();
        store.grow();
        GarbageReport report = store.collect();
        assertThat(store.left).containsExactly(new BlobLink(A, needless));
        assertThat(report.repositories()).isEqualTo(new RepositoryTotals(1, 1, 1, 0, 0, 0, 0));
        assertThat(hasLink(needless)).isFalse();
        assertThat(hasLink(needed)).isTrue();
        assertThat(docket.hasVerdictOn(new BlobLink(A, needless))).isFalse();
        store.clock.pass(WEEK.minusHours(1));
        assertThat(store.collect().removed()).isZero();
        assertThat(store.has(needless)).isTrue();
        store.clock.pass(Duration.ofHours(2));
        report = store.collect();
        assertThat(report.repositories().expired()).isEqualTo(1);
        assertThat(report.removed()).isEqualTo(1);
        assertThat(store.has(needless)).isFalse();
        assertThat(store.has(needed)).isTrue();
    }

    @Test
    void aDryRunNamesTheLinksAndWritesNothing() throws IOException {
        Digest needless = push("needless");
        store.grow();
        Map<String, String> before = store.contents.all();
        assertThat(store.collect(true).repositories().links()).isEqualTo(1);
        assertThat(store.left).containsExactly(new BlobLink(A, needless));
        assertThat(store.contents.all()).isEqualTo(before);
    }

    @Test
    void withoutUntaggedAllManifestsStay() throws IOException {
        store.removals = new RepositoryRemovals(true, false, WEEK);
        Digest layer = push("layer");
        Digest untagged = registry.put(A, image(layer));
        assertThat(collectAll()).isZero();
        assertThat(hasManifest(untagged)).isTrue();
        assertThat(hasLink(layer)).isTrue();
    }

    @Test
    void untaggedManifestsGoOneLevelAtATimeAndTheContentOfTaggedOnesStays() throws IOException {
        Digest layer = push("layer");
        Digest kept = push("kept");
        Digest cache = push("cache of a build");
        Digest child = registry.put(A, image(layer));
        Digest parent = registry.put(A, index(child));
        Digest keptChild = registry.put(A, image(kept));
        byte[] tagged = new String(index(keptChild), StandardCharsets.UTF_8)
                .replace(
                        "]}",
                        ",{\"mediaType\":\"application/vnd.buildkit.cacheconfig.v0\",\"digest\":\"" + cache + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        Digest index = registry.put(A, "t", tagged);
        assertThat(collectAll()).as("the index, its image, and the layer").isEqualTo(3);
        assertThat(hasManifest(parent) || hasManifest(child) || hasLink(layer)).isFalse();
        assertThat(hasManifest(index) && hasManifest(keptChild) && hasLink(kept) && hasLink(cache))
                .isTrue();
        assertThat(store.has(child) && store.has(layer)).as("kept by the trash").isTrue();
        store.clock.pass(WEEK);
        collectAll();
        assertThat(store.has(parent) || store.has(child) || store.has(layer)).isFalse();
        assertThat(store.has(kept) && store.has(cache) && store.has(index)).isTrue();
        assertThat(trash()).isZero();
    }

    @Test
    void referrersStayWithTheirSubjectAndGoAfterIt() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, "t", image(layer));
        Digest signature = registry.put(A, referrer(image, layer));
        Digest signed = registry.put(A, referrer(signature, layer));
        Digest fallback = registry.put(A, "sha256-" + "0".repeat(64) + ".sig", image(layer, layer));
        Digest lonely = registry.put(A, referrer(Contents.digest(new byte[1]), layer));
        assertThat(collectAll()).as("the referrer of nothing").isEqualTo(1);
        assertThat(hasManifest(lonely)).isFalse();
        assertThat(hasManifest(signature) && hasManifest(signed) && hasManifest(fallback))
                .isTrue();
        assertThat(has(RegistryKeys.referrerLink(A, image, signature))).isTrue();
        store.contents.delete(RegistryKeys.tagLink(A, new Tag("t")));
        collectAll();
        assertThat(hasManifest(image) || hasManifest(signature) || hasManifest(signed))
                .isFalse();
        assertThat(has(RegistryKeys.referrerLink(A, image, signature)))
                .as("the trash has the referrer")
                .isTrue();
        store.clock.pass(WEEK);
        collectAll();
        assertThat(has(RegistryKeys.referrerLink(A, image, signature))).isFalse();
        assertThat(hasManifest(fallback) && hasLink(layer)).isTrue();
    }

    @Test
    void aRepositoryWithAManifestThatIsNotUnderstoodStaysAndOthersDoNot() throws IOException {
        Digest layer = push("layer");
        Digest other = push(B, "layer of another repository");
        registry.put(A, "{\"mediaType\":\"application/vnd.other+json\"}".getBytes(StandardCharsets.UTF_8));
        store.grow();
        GarbageReport report = store.collect();
        assertThat(report.repositories().kept()).isEqualTo(1);
        assertThat(store.kept).singleElement().asString().contains("a: the manifest is of a kind");
        assertThat(report.swept()).isTrue();
        assertThat(hasLink(layer)).isTrue();
        assertThat(store.left).containsExactly(new BlobLink(B, other));
    }

    @Test
    void aManifestThatIsDamagedOrGoneOrWhoseLinkIsEmptyKeepsItsRepository() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, "t", image(layer));
        Digest needless = push("needless");
        store.grow();
        byte[] bytes = store.contents.read(RegistryKeys.blob(image)).orElseThrow();
        Act[] damages = {
            () -> store.contents.rot(RegistryKeys.blob(image)),
            () -> store.contents.delete(RegistryKeys.blob(image)),
            () -> store.contents.put(RegistryKeys.revisionLink(A, image), ""),
            () -> store.contents.put(RegistryKeys.tagLink(A, new Tag("t")), ""),
        };
        for (Act damage : damages) {
            damage.run();
            assertThat(store.collect().repositories().kept()).isEqualTo(1);
            assertThat(hasLink(needless)).isTrue();
            store.contents.put(RegistryKeys.blob(image), bytes);
            store.contents.put(RegistryKeys.revisionLink(A, image), image.toString());
            store.contents.put(RegistryKeys.tagLink(A, new Tag("t")), image.toString());
        }
    }

    @Test
    void linksOfAnotherAlgorithmAndOfAnotherProgramKeepWhatTheyName() throws IOException {
        Digest stored = push("stored");
        Digest named = push("named by a key of another program");
        Digest alias = Digest.of(DigestAlgorithm.SHA512, "stored".getBytes(StandardCharsets.UTF_8));
        store.contents.put(RegistryKeys.layerLink(A, alias), stored.toString());
        registry.put(A, "t", image(alias, stored));
        store.contents.put(RegistryKeys.manifests(A).resolve("other/sha256/" + named.hex() + "/link"), "");
        assertThat(collectAll()).isZero();
        assertThat(hasLink(alias) && hasLink(stored) && hasLink(named)).isTrue();
    }

    @Test
    void whatIsNotInTheTrashIsNotDeleted() throws IOException {
        Digest layer = push("layer");
        store.blob("garbage");
        store.grow();
        store.hook = (method, key) -> {
            if (method.equals("put") && key.isBelow(RegistryKeys.TRASH)) {
                throw new IOException("no room");
            }
        };
        GarbageReport report = store.collect();
        assertThat(report.repositories().links()).isZero();
        assertThat(store.kept).singleElement().asString().contains("the trash cannot be written: no room");
        assertThat(report.removed()).as("bytes that no repository has").isEqualTo(1);
        assertThat(hasLink(layer)).isTrue();
        assertThat(docket.hasVerdictOn(new BlobLink(A, layer))).isFalse();
    }
}
