package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static dev.moorage.application.service.garbage.PushedRegistry.image;
import static dev.moorage.application.service.garbage.PushedRegistry.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.application.port.in.maintenance.RestoreTrash.Outcome;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Conditions;
import dev.moorage.domain.retention.KeepRule;
import dev.moorage.domain.retention.RetentionPolicies;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import dev.moorage.domain.retention.TagSelector;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ListOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What policies of retention take out of repositories, and what stays. */
class RetentionSweepTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Conditions A_DAY =
            new Conditions(Optional.of(Duration.ofDays(1)), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    private static final KeepRule RELEASES = new KeepRule(List.of(TagSelector.parse("v*")), Conditions.NONE);

    private final CollectedStore store = new CollectedStore();
    private final PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER, store.clock);
    private final ActingCollector docket = new ActingCollector(store.driver);

    RetentionSweepTest() throws IOException {
        store.removals = new RepositoryRemovals(true, false, WEEK);
        keep(Optional.empty(), RELEASES);
    }

    private void keep(Optional<Conditions> untagged, KeepRule... rules) {
        policy(
                false,
                new RetentionPolicy(
                        List.of(RepositoryPattern.EVERY),
                        List.of(rules),
                        untagged,
                        Referrers.WITH_SUBJECT,
                        false,
                        false));
    }

    private void policy(boolean dryRun, RetentionPolicy policy) {
        store.retentions = Optional.of(
                new Retentions(new RetentionPolicies(dryRun, List.of(policy)), () -> AccessRules.USERS_MAY_ALL));
    }

    private Digest push(String tag, String layer) throws IOException {
        return registry.put(A, tag, image(blob(layer)));
    }

    private Digest blob(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        registry.push(A, content);
        return Contents.digest(content);
    }

    private boolean hasTag(String tag) throws IOException {
        return store.contents.read(RegistryKeys.tagLink(A, new Tag(tag))).isPresent();
    }

    private boolean isListed(String tag) throws IOException {
        return !store.driver
                .list(RegistryKeys.tag(A, new Tag(tag)), ListOptions.recursive(10))
                .entries()
                .isEmpty();
    }

    private boolean hasManifest(Digest digest) throws IOException {
        return store.contents.read(RegistryKeys.revisionLink(A, digest)).isPresent();
    }

    private GarbageReport collect() throws IOException {
        store.grow();
        GarbageReport report = store.collect();
        assertThat(store.problems).isEmpty();
        return report;
    }

    private void collectAll() throws IOException {
        for (int pass = 0; pass < 10; pass++) {
            RepositoryTotals totals = collect().repositories();
            if (totals.links() + totals.untagged() + totals.tags().left() == 0) {
                return;
            }
        }
        throw new AssertionError("something leaves with each collection");
    }

    @Test
    void aTagThatNoRuleKeepsGoesToTheTrashWithItsHistoryAndComesBack() throws IOException {
        push("v1", "release");
        push("dev", "earlier");
        Digest dev = push("dev", "development");
        assertThat(store.collect().repositories().tags().left()).as("young").isZero();
        GarbageReport report = collect();
        assertThat(report.repositories().tags().left()).isEqualTo(1);
        assertThat(store.going)
                .containsExactly(new GoingTag(A, new Tag("dev"), dev, "goes: matches no rule", 0, false));
        assertThat(hasTag("v1")).isTrue();
        assertThat(isListed("dev")).isFalse();
        assertThat(docket.hasVerdictOn(new TagLink(A, new Tag("dev")))).isFalse();
        assertThat(registry.restore(A, Optional.of(new Reference.ByTag(new Tag("dev")))))
                .containsExactly(Map.entry(new TrashedTag(new Tag("dev"), dev), Outcome.RESTORED));
        assertThat(hasTag("dev")).isTrue();
    }

    @Test
    void aDryRunOfThePoliciesReportsTagsAndUntaggedManifestsStay() throws IOException {
        RetentionPolicy policy = new RetentionPolicy(
                List.of(RepositoryPattern.EVERY),
                List.of(RELEASES),
                Optional.of(A_DAY),
                Referrers.WITH_SUBJECT,
                false,
                false);
        policy(true, policy);
        push("v1", "release");
        Digest dev = push("dev", "development");
        Digest untagged = registry.put(A, image(blob("untagged")));
        store.clock.pass(Duration.ofDays(2));
        GarbageReport report = store.collect();
        assertThat(report.repositories().tags().reported()).isEqualTo(1);
        assertThat(report.repositories().tags().left()).isZero();
        assertThat(store.going).containsExactly(new GoingTag(A, new Tag("dev"), dev, "goes: matches no rule", 0, true));
        assertThat(hasTag("dev") && hasManifest(untagged)).isTrue();
        policy(false, policy);
        store.collect();
        assertThat(hasTag("dev") || hasManifest(untagged)).isFalse();
    }

    @Test
    void aDryRunOfTheCollectionWritesNothing() throws IOException {
        push("v1", "release");
        push("dev", "development");
        store.grow();
        Map<String, String> before = store.contents.all();
        assertThat(store.collect(true).repositories().tags().left()).isEqualTo(1);
        assertThat(store.contents.all()).isEqualTo(before);
    }

    @Test
    void whatFollowsLeavesOneLevelAtATimeUntilItsBytesGo() throws IOException {
        keep(Optional.of(A_DAY), RELEASES);
        Digest release = push("v1", "release");
        Digest layer = blob("layer");
        Digest child = registry.put(A, image(layer));
        Digest dev = registry.put(A, "dev", index(child));
        byte[] signature = ("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + layer + "\"},\"layers\":[],\"subject\":{"
                        + "\"digest\":\"" + dev + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        Digest referrer = registry.put(A, signature);
        String cosign = dev.toString().replace(':', '-') + ".sig";
        push(cosign, "signature of cosign");
        store.clock.pass(Duration.ofDays(2));
        store.collect();
        assertThat(hasTag("dev")).isFalse();
        assertThat(hasTag(cosign)).as("while its subject is there").isTrue();
        assertThat(hasManifest(dev) && hasManifest(child) && hasManifest(referrer))
                .isTrue();
        collectAll();
        assertThat(hasManifest(dev) || hasManifest(child) || hasManifest(referrer) || hasTag(cosign))
                .isFalse();
        assertThat(store.has(layer)).as("kept by the trash").isTrue();
        store.clock.pass(WEEK);
        collectAll();
        assertThat(store.has(layer) || store.has(dev)).isFalse();
        assertThat(hasTag("v1") && hasManifest(release)).isTrue();
    }

    @Test
    void aTagThatIsPushedAgainBeforeTheDeleteStays() throws IOException {
        keep(Optional.empty(), RELEASES);
        push("v1", "release");
        push("dev", "development");
        Digest next = blob("next");
        store.grow();
        store.parallel = 1; // Else the tag may leave while the push of the hook is under way, and is then pushed again.
        boolean[] done = new boolean[1];
        store.hook = (method, _) -> {
            if (!done[0] && method.equals("deleteWhile") && docket.hasVerdictOn(new TagLink(A, new Tag("dev")))) {
                done[0] = true;
                registry.put(A, "dev", image(next));
            }
        };
        store.collect();
        assertThat(done[0]).isTrue();
        assertThat(hasTag("dev")).isTrue();
        assertThat(store.going).isEmpty();
        assertThat(docket.hasVerdictOn(new TagLink(A, new Tag("dev")))).isFalse();
    }

    @Test
    void aTagThatNamesAnotherManifestWhenItIsReadAgainStays() throws IOException {
        push("v1", "release");
        Digest before = push("dev", "development");
        store.grow();
        RepositoryScan scan = new RepositoryScan(
                store.driver,
                new ManifestStore(store.driver, new Links(store.driver), MemoryBudget.ofHeap(), new ComputePool()),
                A,
                false,
                store.retentions
                        .orElseThrow()
                        .begin(store.driver, store.clock.instant(), CollectedStore.GRACE, false)
                        .of(A),
                1,
                1,
                new GarbageCounters(store));
        scan.read();
        Tag dev = new Tag("dev");
        assertThat(scan.needsTag(dev, before)).isFalse();
        assertThat(scan.needsTag(dev, push("v1", "another release"))).isTrue();
        scan.read();
        assertThat(scan.needsTag(dev, before)).isFalse();
        store.contents.delete(RegistryKeys.tagLink(A, dev));
        scan.read();
        assertThat(scan.needsTag(dev, before)).as("it is gone").isTrue();
    }

    @Test
    void aWriteOnceTagStaysWithoutImmutable() throws IOException {
        push("v1", "release");
        push("once", "write-once");
        AccessRules rules = new AccessRules(
                Groups.NONE,
                List.of(),
                List.of(new WriteOnceRule(new RuleOrigin("test", 1), List.of(), List.of(TagPattern.parse("once")))));
        for (boolean immutable : new boolean[] {false, true}) {
            store.retentions = Optional.of(new Retentions(
                    new RetentionPolicies(
                            false,
                            List.of(new RetentionPolicy(
                                    List.of(RepositoryPattern.EVERY),
                                    List.of(RELEASES),
                                    Optional.empty(),
                                    Referrers.WITH_SUBJECT,
                                    false,
                                    immutable))),
                    () -> rules));
            collect();
            assertThat(hasTag("once")).isNotEqualTo(immutable);
        }
    }

    @Test
    void aRepositoryThatIsNotUnderstoodKeepsItsTags() throws IOException {
        push("v1", "release");
        push("dev", "development");
        registry.put(A, "{\"mediaType\":\"application/vnd.other+json\"}".getBytes(StandardCharsets.UTF_8));
        collect();
        assertThat(hasTag("dev")).isTrue();
        assertThat(store.kept).singleElement().asString().contains("the manifest is of a kind");
    }

    @Test
    void aTagStaysWhileItsNameCannotBeWrittenIntoTheTrash() throws IOException {
        push("v1", "release");
        push("dev", "development");
        store.grow();
        store.hook = (method, key) -> {
            if (method.equals("put") && key.isBelow(RegistryKeys.TRASH)) {
                throw new IOException("no room");
            }
        };
        store.collect();
        assertThat(hasTag("dev")).isTrue();
        assertThat(store.going).isEmpty();
    }

    @Test
    void withoutARuleThatKeepsAnyTagAllStay() throws IOException {
        push("dev", "development");
        push("test", "test");
        collect();
        assertThat(hasTag("dev") && hasTag("test")).isTrue();
    }
}
