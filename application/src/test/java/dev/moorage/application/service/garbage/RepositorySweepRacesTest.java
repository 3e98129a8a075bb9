package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.RestoreTrash.Outcome;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pushes and restores that meet a collection at each of its steps. */
class RepositorySweepRacesTest extends SweptRegistry {
    @Test
    void aManifestThatComesBeforeTheRepositoryIsReadAgainKeepsItsLink() throws IOException {
        Digest layer = push("layer");
        store.grow();
        before(new BlobLink(A, layer), (method, _) -> method.equals("list"), () -> registry.put(A, "t", image(layer)));
        store.collect();
        assertThat(hasLink(layer)).isTrue();
        assertThat(store.left).isEmpty();
        assertThat(trash()).isZero();
    }

    @Test
    void aManifestThatComesBeforeTheDeleteKeepsItsLink() throws IOException {
        Digest layer = push("layer");
        store.grow();
        before(
                new BlobLink(A, layer),
                (method, _) -> method.equals("deleteWhile"),
                () -> registry.put(A, "t", image(layer)));
        store.collect();
        assertThat(hasLink(layer)).isTrue();
        assertThat(store.left).isEmpty();
        assertThat(docket.hasVerdictOn(new BlobLink(A, layer))).isFalse();
    }

    @Test
    void aTagThatComesBeforeTheRepositoryIsReadAgainKeepsItsManifest() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, image(layer));
        store.grow();
        before(
                new ManifestRevision(A, image),
                (method, key) -> method.equals("list") && key.equals(RegistryKeys.manifests(A)),
                () -> {
                    store.contents.put(RegistryKeys.tagLink(A, new Tag("t")), image.toString());
                });
        store.collect();
        assertThat(hasManifest(image)).isTrue();
        assertThat(store.left).isEmpty();
    }

    @Test
    void anIndexThatIsPushedDuringTheRoundKeepsItsManifest() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, image(layer));
        store.grow();
        before(
                new ManifestRevision(A, image),
                (method, _) -> method.equals("deleteWhile"),
                () -> registry.put(A, "t", index(image)));
        store.collect();
        assertThat(hasManifest(image)).isTrue();
        assertThat(store.left).isEmpty();
    }

    @Test
    void aReferrerThatIsPushedAgainWhileItsOldEntryGoesHasAnEntry() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, "t", image(layer));
        byte[] signature = referrer(image, layer);
        Digest digest = registry.put(A, signature);
        store.contents.delete(RegistryKeys.revisionLink(A, digest));
        ObjectKey entry = RegistryKeys.referrerLink(A, image, digest);
        store.grow();
        before(
                new ManifestRevision(A, digest),
                (method, _) -> method.equals("deleteWhile"),
                () -> registry.put(A, signature));
        store.collect();
        assertThat(has(entry)).isTrue();
        assertThat(hasManifest(digest)).isTrue();
    }

    /** Lets the collector act before the first look that follows a write of this key. */
    private PushedRegistry actingBeforeTheLookAfter(ObjectKey written, Act act) {
        boolean[] state = new boolean[2];
        return new PushedRegistry(
                new HookedStorageDriver(store.driver, (method, key) -> {
                    state[0] |= method.equals("put") && key.equals(written);
                    if (state[0] && !state[1] && key.equals(RegistryKeys.docketHead())) {
                        state[1] = true;
                        act.run();
                    }
                }),
                PushedRegistry.IN_ORDER,
                store.clock);
    }

    /** Takes a layer's link out of the repository as a round does that was published before the push came. */
    private void takeOut(Digest layer) throws IOException {
        BlobLink link = new BlobLink(A, layer);
        docket.remove(link, store.clock.instant().plusSeconds(60));
        new Trash(store.driver)
                .create(7, new TrashRecord(A, TrashRecord.By.COLLECTOR, List.of(new TrashedLink(layer, layer))));
        store.contents.delete(RegistryKeys.layerLink(A, layer));
    }

    @Test
    void aLinkThatLeavesWhileItsManifestComesBackComesBackToo() throws IOException {
        Digest layer = push("layer");
        Digest child = registry.put(A, image(layer));
        store.grow();
        store.collect();
        assertThat(hasManifest(child)).isFalse();
        assertThat(hasLink(layer)).as("one level at a time").isTrue();
        docket.condemn(new BlobLink(A, layer));
        actingBeforeTheLookAfter(RegistryKeys.revisionLink(A, child), () -> takeOut(layer))
                .put(A, "t", index(child));
        assertThat(hasManifest(child) && hasLink(layer)).isTrue();
    }

    @Test
    void aLinkThatHasLeftWithoutAVerdictWhileItsManifestComesBackComesBackToo() throws IOException {
        Digest layer = push("layer");
        Digest child = registry.put(A, image(layer));
        store.grow();
        store.collect();
        docket.condemn(new BlobLink(A, layer));
        actingBeforeTheLookAfter(RegistryKeys.revisionLink(A, child), () -> {
                    takeOut(layer);
                    docket.dropUnpublished(new BlobLink(A, layer));
                })
                .put(A, "t", index(child));
        assertThat(hasManifest(child) && hasLink(layer)).isTrue();
    }

    @Test
    void aTagThatAnOperatorPutsBackHasTheLinksThatLeaveAtTheSameTime() throws IOException {
        Digest layer = push("layer");
        Digest image = registry.put(A, "t", image(layer));
        registry.delete(A, new Reference.ByDigest(image));
        docket.condemn(new BlobLink(A, layer));
        var outcomes = actingBeforeTheLookAfter(RegistryKeys.tagLink(A, new Tag("t")), () -> takeOut(layer))
                .restore(A, Optional.of(new Reference.ByTag(new Tag("t"))));
        assertThat(outcomes).containsValue(Outcome.RESTORED);
        assertThat(hasManifest(image) && hasLink(layer)).isTrue();
    }
}
