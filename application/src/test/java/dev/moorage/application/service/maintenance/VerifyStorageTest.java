package dev.moorage.application.service.maintenance;

import static dev.moorage.application.service.maintenance.StoredRegistry.A;
import static dev.moorage.application.service.maintenance.StoredRegistry.DEEP;
import static dev.moorage.application.service.maintenance.StoredRegistry.LAYER;
import static dev.moorage.application.service.maintenance.StoredRegistry.MOVED;
import static dev.moorage.application.service.maintenance.StoredRegistry.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.application.service.maintenance.StoredRegistry.Verified;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class VerifyStorageTest {
    private interface Damage {
        void on(StoredRegistry registry) throws IOException;
    }

    /** A damage, its findings, the findings of a run that repairs, and the findings after the repair. */
    private record Row(String damage, Damage how, List<String> found, List<String> repaired, List<String> left) {
        static Row healed(String damage, Damage how, String... found) {
            List<String> all = List.of(found);
            return new Row(
                    damage,
                    how,
                    all,
                    all.stream().map(kind -> kind + " RELINKED").toList(),
                    List.of());
        }

        static Row stays(String damage, Damage how, String... found) {
            return new Row(damage, how, List.of(found), List.of(found), List.of(found));
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row(
                    "a layer with a flipped bit",
                    r -> r.contents.rot(RegistryKeys.blob(r.lastLayer)),
                    List.of("DAMAGED"),
                    List.of("DAMAGED QUARANTINED"),
                    // The layer is missing now: in its repository, and in the two images there.
                    List.of("LINK_WITHOUT_BLOB", "MISSING_REFERENCE", "MISSING_REFERENCE")),
            new Row(
                    "a layer that was cut off",
                    r -> r.contents.put(RegistryKeys.blob(r.layer), Arrays.copyOf(LAYER, 4096)),
                    // And CNCF Distribution's link from its sha512.
                    List.of("DAMAGED", "WRONG_LINK", "WRONG_SIZE", "WRONG_SIZE"),
                    List.of("DAMAGED QUARANTINED", "WRONG_LINK", "WRONG_SIZE", "WRONG_SIZE"),
                    List.of(
                            "LINK_WITHOUT_BLOB",
                            "LINK_WITHOUT_BLOB",
                            "LINK_WITHOUT_BLOB",
                            "MISSING_REFERENCE",
                            "MISSING_REFERENCE")),
            new Row(
                    "a blob of sha512 with a flipped bit",
                    r -> r.contents.rot(RegistryKeys.blob(r.ours512)),
                    List.of("DAMAGED"),
                    List.of("DAMAGED QUARANTINED"),
                    List.of("LINK_WITHOUT_BLOB")),
            new Row(
                    "a blob that nothing links, with a flipped bit",
                    r -> r.contents.rot(RegistryKeys.blob(r.unlinked)),
                    List.of("DAMAGED"),
                    List.of("DAMAGED QUARANTINED"),
                    List.of()),
            new Row(
                    "a manifest with a flipped bit",
                    r -> r.contents.rot(RegistryKeys.blob(r.signature)),
                    List.of("DAMAGED", "UNREADABLE_MANIFEST"),
                    List.of("DAMAGED QUARANTINED", "UNREADABLE_MANIFEST"),
                    List.of("LINK_WITHOUT_BLOB")),
            Row.stays(
                    "a layer that is gone",
                    r -> r.contents.delete(RegistryKeys.blob(r.lastLayer)),
                    "LINK_WITHOUT_BLOB",
                    "MISSING_REFERENCE",
                    "MISSING_REFERENCE"),
            Row.stays(
                    "a layer's link that is gone",
                    r -> r.contents.delete(RegistryKeys.layerLink(DEEP, r.layer)),
                    "MISSING_REFERENCE"),
            Row.healed(
                    "a layer's link that is empty",
                    r -> r.contents.put(RegistryKeys.layerLink(A, r.layer), ""),
                    "UNREADABLE_LINK"),
            Row.healed(
                    "a layer's link that is half written",
                    r -> r.contents.put(RegistryKeys.layerLink(A, r.layer), "sha256:0123"),
                    "UNREADABLE_LINK"),
            Row.healed(
                    "a layer's link that names another layer",
                    r -> r.contents.put(RegistryKeys.layerLink(A, r.layer), r.lastLayer.toString()),
                    "WRONG_LINK"),
            Row.stays(
                    "an empty link of sha512 whose blob is under sha256",
                    r -> r.contents.put(RegistryKeys.layerLink(DEEP, r.distributions512), ""),
                    "UNREADABLE_LINK"),
            Row.stays(
                    "a link of sha512 that names a blob of sha256 with other bytes",
                    r -> r.contents.put(RegistryKeys.layerLink(DEEP, r.distributions512), r.config.toString()),
                    "WRONG_LINK"),
            Row.stays(
                    "an empty layer's link, and a layer that is gone",
                    r -> {
                        r.contents.delete(RegistryKeys.blob(r.ours512));
                        r.contents.put(RegistryKeys.layerLink(DEEP, r.ours512), "");
                    },
                    "UNREADABLE_LINK"),
            Row.healed(
                    "a revision's link that is empty",
                    r -> r.contents.put(RegistryKeys.revisionLink(A, r.image), ""),
                    "UNREADABLE_LINK"),
            Row.stays(
                    "a manifest that is gone",
                    r -> r.contents.delete(RegistryKeys.blob(r.signature)),
                    "LINK_WITHOUT_BLOB"),
            Row.stays(
                    "an image of an index that is gone",
                    r -> r.contents.delete(RegistryKeys.revisionLink(A, r.other)),
                    "MISSING_REFERENCE"),
            Row.stays(
                    "what is linked as a manifest and is a layer",
                    r -> r.contents.put(RegistryKeys.revisionLink(DEEP, r.layer), r.layer.toString()),
                    "UNREADABLE_MANIFEST"),
            Row.stays(
                    "a manifest that says another size of a layer",
                    r -> {
                        String lying = StoredRegistry.imageOf(LAYER).replace("\"size\":5000", "\"size\":5001");
                        r.manifest(DEEP, lying, new Tag("lying"));
                    },
                    "WRONG_SIZE"),
            Row.stays(
                    "a tag whose manifest is gone",
                    r -> r.contents.delete(RegistryKeys.revisionLink(A, r.signature)),
                    "TAG_WITHOUT_MANIFEST"),
            Row.healed(
                    "a tag that is empty, and has named one manifest only",
                    r -> r.contents.put(RegistryKeys.tagLink(DEEP, TAG), ""),
                    "UNREADABLE_LINK"),
            Row.healed(
                    "a tag that is empty, and whose index is too",
                    r -> {
                        Digest image = Contents.digest(
                                r.contents.read(RegistryKeys.blob(r.index)).orElseThrow());
                        r.contents.put(RegistryKeys.tagLink(A, new Tag("index")), "");
                        r.contents.put(RegistryKeys.tagIndexLink(A, new Tag("index"), image), "");
                    },
                    "UNREADABLE_LINK",
                    "UNREADABLE_LINK"),
            Row.stays(
                    "a tag that is empty, and has named two manifests",
                    r -> r.contents.put(RegistryKeys.tagLink(A, MOVED), ""),
                    "UNREADABLE_LINK"),
            Row.stays(
                    "a tag that is empty, and whose only manifest is gone",
                    r -> {
                        r.contents.put(RegistryKeys.tagLink(A, new Tag("signature")), "");
                        r.contents.delete(RegistryKeys.revisionLink(A, r.signature));
                    },
                    "UNREADABLE_LINK"),
            Row.healed(
                    "an entry of a tag's index that is empty",
                    r -> r.contents.put(RegistryKeys.tagIndexLink(A, MOVED, r.other), ""),
                    "UNREADABLE_LINK"),
            Row.healed(
                    "a referrer's link that is empty",
                    r -> r.contents.put(RegistryKeys.referrerLink(A, r.image, r.signature), ""),
                    "UNREADABLE_LINK"));

    @TestFactory
    Stream<DynamicTest> everyDamageIsFoundAndWhatIsCertainIsRepaired() {
        return ROWS.stream()
                .map(row -> DynamicTest.dynamicTest(row.damage(), () -> {
                    StoredRegistry registry = new StoredRegistry();
                    row.how().on(registry);
                    Map<String, String> before = registry.contents.all();
                    Verified found = registry.verify(false);
                    assertThat(found.found()).isEqualTo(row.found());
                    assertThat(found.tally().problems()).isEqualTo(row.found().size());
                    assertThat(registry.contents.all()).isEqualTo(before);
                    Verified repaired = registry.verify(true);
                    assertThat(repaired.found()).isEqualTo(row.repaired());
                    assertThat(repaired.tally().repaired())
                            .isEqualTo(row.repaired().stream()
                                    .filter(kind -> kind.contains(" "))
                                    .count());
                    assertThat(registry.verify(false).found()).isEqualTo(row.left());
                    assertThat(registry.store.stagedCount()).isZero();
                }));
    }

    @Test
    void ofAHealthyRegistryNothingIsFoundButTheBlobThatNothingLinks() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        Map<String, String> before = registry.contents.all();
        Verified verified = registry.verify(true);
        assertThat(verified.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREACHABLE))
                .satisfies(finding -> assertThat(finding.key())
                        .isEqualTo(RegistryKeys.blob(registry.unlinked).value()));
        assertThat(verified.tally().problems()).isZero();
        assertThat(registry.contents.all()).isEqualTo(before);
    }

    @Test
    void everythingIsCounted() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        VerifySummary tally = registry.verify(false).tally();
        Map<String, String> all = registry.contents.all();
        long blobs = all.keySet().stream()
                .filter(key -> key.endsWith("/data") && key.contains("/blobs/"))
                .count();
        assertThat(tally.blobs()).isEqualTo(blobs);
        assertThat(tally.bytes())
                .isEqualTo(all.entrySet().stream()
                        .filter(entry -> entry.getKey().contains("/blobs/"))
                        .mapToLong(entry -> entry.getValue().length() / 2)
                        .sum());
        assertThat(tally.manifests()).isEqualTo(5);
        assertThat(tally.stale()).isEqualTo(2);
        assertThat(tally.others()).isEqualTo(2);
        assertThat(tally.links() + tally.blobs() + tally.others()).isEqualTo(all.size());
    }

    @Test
    void aLinkThatIsHealedSaysWhatItSaidBefore() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        Map<String, String> before = registry.contents.all();
        registry.contents.put(RegistryKeys.tagLink(DEEP, TAG), "");
        registry.contents.put(RegistryKeys.layerLink(A, registry.layer), registry.config.toString());
        registry.contents.put(RegistryKeys.revisionLink(A, registry.index), "");
        registry.contents.put(RegistryKeys.referrerLink(A, registry.image, registry.signature), "\n");
        registry.verify(true);
        assertThat(registry.contents.all()).isEqualTo(before);
    }

    @Test
    void aQuarantinedBlobIsKeptByteForByte() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        registry.contents.rot(RegistryKeys.blob(registry.layer));
        byte[] rotten =
                registry.contents.read(RegistryKeys.blob(registry.layer)).orElseThrow();
        registry.verify(true);
        assertThat(registry.contents.read(RegistryKeys.blob(registry.layer))).isEmpty();
        assertThat(registry.contents.read(RegistryKeys.quarantined(registry.layer, Contents.digest(rotten))))
                .contains(rotten);
    }
}
