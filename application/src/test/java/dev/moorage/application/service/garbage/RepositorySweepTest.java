package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.application.port.in.maintenance.RestoreTrash.Outcome;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** What leaves a repository, what stays, and what comes back. */
class RepositorySweepTest {
    private static final RepositoryName B = new RepositoryName("a/b");
    private static final Duration WEEK = Duration.ofDays(7);

    private final CollectedStore store = new CollectedStore();
    private final PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER, store.clock);
    private final ActingCollector docket = new ActingCollector(store.driver);

    RepositorySweepTest() {
        store.removals = new RepositoryRemovals(true, true, WEEK);
    }

    private interface Act {
        void run() throws IOException;
    }

    private Digest push(String text) throws IOException {
        return push(A, text);
    }

    private Digest push(RepositoryName repository, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        registry.push(repository, content);
        return Contents.digest(content);
    }

    private boolean has(ObjectKey key) throws IOException {
        return store.contents.read(key).isPresent();
    }

    private boolean hasLink(Digest digest) throws IOException {
        return has(RegistryKeys.layerLink(A, digest));
    }

    private boolean hasManifest(Digest digest) throws IOException {
        return has(RegistryKeys.revisionLink(A, digest));
    }

    private static byte[] referrer(Digest subject, Digest config) {
        return ("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + config
                        + "\"},\"layers\":[],\"subject\":{\"digest\":\"" + subject + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Collects until nothing leaves any more. Returns how many collections that took. */
    private int collectAll() throws IOException {
        for (int pass = 0; ; pass++) {
            store.grow();
            GarbageReport report = store.collect();
            assertThat(store.problems).isEmpty();
            RepositoryTotals totals = report.repositories();
            if (report.removed() + totals.links() + totals.untagged() + totals.referrers() + totals.expired() == 0) {
                return pass;
            }
        }
    }

    /** Acts once before the first call of the collector that the condition holds for, when the object is condemned. */
    private void before(Removable condemned, BiPredicate<String, ObjectKey> call, Act act) {
        boolean[] done = new boolean[1];
        store.hook = (method, key) -> {
            if (!done[0] && call.test(method, key) && docket.hasVerdictOn(condemned)) {
                done[0] = true;
                act.run();
            }
        };
    }

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

    private long trash() throws IOException {
        long[] count = new long[1];
        ObjectWalk.recursive(store.driver, RegistryKeys.TRASH).forEach(_ -> count[0]++);
        return count[0];
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
