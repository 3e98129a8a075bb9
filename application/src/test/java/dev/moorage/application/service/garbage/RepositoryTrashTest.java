package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RestoreTrash.Outcome;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes back from the trash, by a push or by an operator. */
class RepositoryTrashTest extends SweptRegistry {
    @Test
    void aManifestTakesItsLinksBackFromTheTrash() throws IOException {
        Digest layer = push("layer");
        collectAll();
        assertThat(hasLink(layer)).isFalse();
        registry.put(A, "t", image(layer));
        assertThat(hasLink(layer)).isTrue();
        assertThatExceptionOfType(RegistryException.class)
                .as("another repository's trash")
                .isThrownBy(() -> registry.put(B, "t", image(layer)));
        collectAll();
        assertThat(hasLink(layer) && store.has(layer)).isTrue();
    }

    @Test
    void anIndexTakesItsManifestsBackFromTheTrashWithTheirLayers() throws IOException {
        Digest layer = push("layer");
        Digest subject = registry.put(A, "t", image(layer, layer));
        Digest child = registry.put(A, image(push("layer of the child")));
        Digest signature = registry.put(A, "sig", referrer(subject, layer));
        store.contents.delete(RegistryKeys.tagLink(A, new Tag("sig")));
        store.contents.delete(RegistryKeys.tagLink(A, new Tag("t")));
        collectAll();
        assertThat(hasManifest(child) || hasManifest(signature)).isFalse();
        registry.put(A, "index", index(child, signature));
        assertThat(hasManifest(child) && hasManifest(signature) && hasLink(layer))
                .isTrue();
        assertThat(hasLink(Contents.digest("layer of the child".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(has(RegistryKeys.referrerLink(A, subject, signature))).isTrue();
    }

    @Test
    void anOperatorPutsAManifestBackWithItsContentAndOthersStay() throws IOException {
        Digest layer = push("layer");
        Digest child = registry.put(A, image(layer));
        Optional<Instant> written = Optional.of(store.clock.instant());
        Digest parent = registry.put(A, index(child));
        Digest other = push("other");
        collectAll();
        assertThat(registry.restore(A, Optional.of(new Reference.ByDigest(parent))))
                .containsExactly(Map.entry(new TrashedRevision(parent, parent, written), Outcome.RESTORED));
        assertThat(hasManifest(parent) && hasManifest(child) && hasLink(layer)).isTrue();
        assertThat(hasLink(other)).isFalse();
        assertThat(registry.restore(A, Optional.empty()).values())
                .containsExactlyInAnyOrder(Outcome.THERE, Outcome.THERE, Outcome.THERE, Outcome.RESTORED);
        assertThat(hasLink(other)).isTrue();
        assertThat(registry.restore(B, Optional.empty())).isEmpty();
    }

    @Test
    void whatIsPutBackTakesVerdictsOutAndIsCompleteOrNotThere() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, image(layer));
        collectAll();
        docket.condemn(new ManifestRevision(A, image));
        docket.condemn(new BlobLink(A, layer));
        byte[] bytes = store.contents.read(RegistryKeys.blob(layer)).orElseThrow();
        store.contents.delete(RegistryKeys.blob(layer));
        assertThat(registry.restore(A, Optional.of(new Reference.ByDigest(image))))
                .containsValue(Outcome.INCOMPLETE);
        assertThat(hasManifest(image)).isFalse();
        store.contents.put(RegistryKeys.blob(layer), bytes);
        assertThat(registry.restore(A, Optional.of(new Reference.ByDigest(image))))
                .containsValue(Outcome.RESTORED);
        assertThat(hasManifest(image) && hasLink(layer)).isTrue();
        assertThat(docket.hasVerdictOn(new ManifestRevision(A, image))).isFalse();
        assertThat(docket.hasVerdictOn(new BlobLink(A, layer))).isFalse();
    }

    @Test
    void aRepositoryAndOnesBelowItDoNotShareATrash() throws IOException {
        push(A, "one");
        push(B, "two");
        collectAll();
        assertThat(store.driver
                        .list(RegistryKeys.trash(A), ListOptions.recursive(10))
                        .entries())
                .hasSize(1);
        assertThat(trash()).isEqualTo(2);
    }

    @Test
    void whatAClientDeletesIsGoneForClientsAndAnOperatorPutsItBack() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, "t", image(layer));
        registry.put(A, "u", image(layer));
        registry.delete(A, new Reference.ByTag(new Tag("u")));
        registry.delete(A, new Reference.ByDigest(image));
        registry.deleteBlob(A, layer);
        assertThatExceptionOfType(RegistryException.class)
                .as("no manifest takes it back")
                .isThrownBy(() -> registry.put(A, "t", image(layer)));
        collectAll();
        assertThat(store.has(image) && store.has(layer)).as("kept by the trash").isTrue();
        assertThat(registry.restore(A, Optional.of(new Reference.ByTag(new Tag("t")))))
                .containsExactly(Map.entry(new TrashedTag(new Tag("t"), image), Outcome.RESTORED));
        assertThat(hasManifest(image) && hasLink(layer)).isTrue();
        assertThat(has(RegistryKeys.tagLink(A, new Tag("t")))).isTrue();
        assertThat(has(RegistryKeys.tagLink(A, new Tag("u")))).isFalse();
        assertThat(registry.restore(A, Optional.empty()))
                .containsEntry(new TrashedTag(new Tag("u"), image), Outcome.RESTORED);
        store.clock.pass(WEEK);
        collectAll();
        assertThat(hasManifest(image) && hasLink(layer) && store.has(layer)).isTrue();
        assertThat(trash()).isZero();
    }

    @Test
    void whatACollectorHasTakenAndAClientDeletesAfterwardsComesBackByNoManifest() throws IOException {
        Digest layer = push("layer");
        collectAll();
        registry.put(A, "t", image(layer));
        store.grow();
        registry.deleteBlob(A, layer);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> registry.put(A, "u", image(layer)));
    }

    @Test
    void aTagThatExistsIsNotMovedBack() throws IOException {
        Digest layer = push("layer");
        registry.put(A, "t", image(layer));
        registry.delete(A, new Reference.ByTag(new Tag("t")));
        Digest newer = registry.put(A, "t", image(layer, layer));
        assertThat(registry.restore(A, Optional.empty())).containsValue(Outcome.THERE);
        assertThat(store.contents.read(RegistryKeys.tagLink(A, new Tag("t"))))
                .hasValue(newer.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aClientThatMakesRoomDeletesWithoutATrash() throws IOException {
        PushedRegistry full = new PushedRegistry(
                new HookedStorageDriver(store.driver, (method, key) -> {
                    if (method.equals("put")) {
                        throw new StorageFullException(new IOException("no room"));
                    }
                }),
                PushedRegistry.IN_ORDER,
                store.clock);
        Digest layer = push("layer");
        Digest image = registry.put(A, "t", image(layer));
        full.delete(A, new Reference.ByDigest(image));
        full.deleteBlob(A, layer);
        assertThat(hasManifest(image) || hasLink(layer) || has(RegistryKeys.tagLink(A, new Tag("t"))))
                .isFalse();
        assertThat(trash()).isZero();
    }
}
