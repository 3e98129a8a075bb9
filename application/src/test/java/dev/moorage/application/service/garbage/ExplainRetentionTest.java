package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.port.in.maintenance.RetentionExplanation;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.Leaving;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Conditions;
import dev.moorage.domain.retention.Decision;
import dev.moorage.domain.retention.KeepRule;
import dev.moorage.domain.retention.RetentionPolicies;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import dev.moorage.domain.retention.TagSelector;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is explained is what a collection does. {@code -Dmoorage.simulation.policies=10000} has more of them. */
class ExplainRetentionTest {
    private static final int POLICIES = Integer.getInteger("moorage.simulation.policies", 2000);
    private static final int AT_ONCE = 50;
    private static final List<String> TAGS = List.of("v1", "v2", "v3", "1.0", "dev", "latest");
    private static final List<String> SELECTORS =
            List.of("*", "v*", "v?", "/\\d+\\.\\d+/", "/v[12]|dev/", "latest", "x*");

    private final CollectedStore store = new CollectedStore();

    private static RetentionPolicy policy(RepositoryName repository, Random random) {
        List<KeepRule> rules = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            rules.add(new KeepRule(
                    List.of(TagSelector.parse(SELECTORS.get(random.nextInt(SELECTORS.size())))), conditions(random)));
        }
        return new RetentionPolicy(
                List.of(RepositoryPattern.parse(repository.value())),
                rules,
                random.nextBoolean() ? Optional.of(conditions(random)) : Optional.empty(),
                random.nextBoolean() ? Referrers.KEEP : Referrers.WITH_SUBJECT,
                random.nextBoolean(),
                random.nextBoolean());
    }

    private static Conditions conditions(Random random) {
        return new Conditions(
                random.nextInt(3) == 0 ? Optional.of(Duration.ofDays(1 + random.nextInt(10))) : Optional.empty(),
                random.nextInt(6) == 0 ? Optional.of(Duration.ofDays(1 + random.nextInt(10))) : Optional.empty(),
                random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty(),
                random.nextInt(6) == 0 ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty());
    }

    private Digest manifest(RepositoryName repository, String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        Digest digest = Contents.digest(content);
        store.contents.put(RegistryKeys.blob(digest), content);
        store.contents.put(RegistryKeys.revisionLink(repository, digest), digest.toString());
        return digest;
    }

    private void tag(RepositoryName repository, String tag, Digest digest) throws IOException {
        store.contents.put(RegistryKeys.tagIndexLink(repository, new Tag(tag), digest), digest.toString());
        store.contents.put(RegistryKeys.tagLink(repository, new Tag(tag)), digest.toString());
    }

    /** Puts some tags, untagged manifests and referrers into a repository. */
    private void fill(RepositoryName repository, Random random) throws IOException {
        List<Digest> manifests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String subject = manifests.isEmpty() || random.nextBoolean()
                    ? ""
                    : ",\"subject\":{\"digest\":\"" + manifests.get(random.nextInt(manifests.size())) + "\"}";
            manifests.add(manifest(
                    repository,
                    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"annotations\":{\"n\":\""
                            + random.nextLong() + "\"}" + subject + "}"));
        }
        for (String tag : TAGS) {
            if (random.nextBoolean()) {
                tag(repository, tag, manifests.get(random.nextInt(manifests.size())));
            }
        }
        if (random.nextInt(3) == 0) {
            String subject =
                    manifests.get(random.nextInt(manifests.size())).toString().replace(':', '-');
            tag(repository, subject + ".sig", manifests.getLast());
        }
    }

    @Test
    void whatIsExplainedOfRandomPoliciesIsDone() throws IOException {
        long seed = Long.getLong("moorage.retention.seed", System.nanoTime());
        int tagsGone = 0;
        int manifestsGone = 0;
        for (int from = 0; from < POLICIES; from += AT_ONCE) {
            Set<String> gone = new ExplainRetentionTest().collected(new Random(seed + from), seed + from);
            tagsGone +=
                    (int) gone.stream().filter(name -> name.indexOf('@') < 0).count();
            manifestsGone +=
                    (int) gone.stream().filter(name -> name.indexOf('@') >= 0).count();
        }
        assertThat(tagsGone).as("tags, seed %s", seed).isGreaterThan(POLICIES / 10);
        assertThat(manifestsGone).as("manifests, seed %s", seed).isGreaterThan(POLICIES / 20);
    }

    /** Explains and collects some repositories. Returns what has left them. */
    private Set<String> collected(Random random, long seed) throws IOException {
        List<RepositoryName> repositories = new ArrayList<>();
        List<RetentionPolicy> policies = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            repositories.add(new RepositoryName("r" + i));
            policies.add(policy(repositories.get(i), random));
        }
        for (int day = 0; day < 6; day++) {
            for (int i = 0; i < AT_ONCE; i++) {
                if (random.nextInt(6) == 0 || day == 5 && random.nextBoolean()) {
                    fill(repositories.get(i), random);
                }
                store.clock.pass(Duration.ofMinutes(1));
            }
            store.clock.pass(Duration.ofDays(random.nextInt(3)));
        }
        store.parallel = 1;
        store.removals = new RepositoryRemovals(false, random.nextBoolean(), Duration.ofDays(7));
        Retentions retentions = new Retentions(new RetentionPolicies(false, policies), () -> AccessRules.USERS_MAY_ALL);
        store.retentions = Optional.of(retentions);
        Set<String> before = names();
        Set<String> expected = new HashSet<>();
        Map<String, Decision> all = new TreeMap<>();
        for (RepositoryName repository : repositories) {
            RetentionExplanation explanation = explain(retentions, repository);
            explanation.tags().forEach(tag -> all.put(repository + ":" + tag.tag(), tag.decision()));
            explanation.untagged().forEach(one -> all.put(repository + "@" + one.digest(), one.decision()));
        }
        all.forEach((name, decision) -> {
            if (!decision.stays()) {
                expected.add(name);
            }
        });
        store.collect();
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(names());
        // Where no policy decides about untagged manifests, storage.gc.untagged does, and there is no explanation.
        gone.removeIf(name -> name.indexOf('@') >= 0 && !all.containsKey(name));
        assertThat(gone).as("seed %s", seed).isEqualTo(expected);
        store.going.forEach(tag -> assertThat(tag.reason())
                .isEqualTo(all.get(tag.repository() + ":" + tag.tag()).text()));
        assertThat(store.going.stream().map(GoingTag::isReported)).doesNotContain(true);
        return gone;
    }

    private RetentionExplanation explain(Retentions retentions, RepositoryName repository) throws IOException {
        return new ExplainRetentionService(store.driver, retentions, store.clock, new ComputePool())
                .explain(repository, request(), false);
    }

    private GarbageRequest request() {
        return new GarbageRequest(CollectedStore.GRACE, 1, 0, false, store.removals);
    }

    private Set<String> names() throws IOException {
        Set<String> names = new HashSet<>();
        ObjectWalk.recursive(store.driver, RegistryKeys.REPOSITORIES).forEach(entry -> {
            switch (RepositoryKey.parse(entry.key()).orElse(null)) {
                case RepositoryKey.TagCurrent(RepositoryName repository, Tag tag) -> names.add(repository + ":" + tag);
                case RepositoryKey.Revision(RepositoryName repository, Digest digest) ->
                    names.add(repository + "@" + digest);
                case null, default -> {
                    // No name of a manifest.
                }
            }
        });
        return names;
    }

    @Test
    void theExplanationHasWhatFollowsAndWhatNoOtherRepositoryHas() throws IOException {
        RepositoryName mine = new RepositoryName("team/app");
        RepositoryName other = new RepositoryName("other");
        Digest own = Contents.digest("own".getBytes(StandardCharsets.UTF_8));
        Digest shared = Contents.digest("shared".getBytes(StandardCharsets.UTF_8));
        Digest kept = Contents.digest("kept".getBytes(StandardCharsets.UTF_8));
        store.contents.put(RegistryKeys.layerLink(other, shared), shared.toString());
        Digest image = manifest(
                mine,
                "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + own + "\",\"size\":1000},\"layers\":[{\"digest\":\""
                        + shared + "\",\"size\":100},{\"digest\":\"" + kept + "\",\"size\":10}]}");
        Digest index = manifest(
                mine,
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1,"
                        + "\"digest\":\"" + image + "\"}]}");
        manifest(
                mine,
                "{\"schemaVersion\":2,\"layers\":[],\"config\":{\"digest\":\"" + own
                        + "\",\"size\":1000},\"subject\":{\"digest\":\"" + index + "\"}}");
        Digest release = manifest(
                mine, "{\"schemaVersion\":2,\"layers\":[],\"config\":{\"digest\":\"" + kept + "\",\"size\":10}}");
        tag(mine, "dev", index);
        tag(mine, "v1", release);
        store.clock.pass(Duration.ofDays(3));
        RetentionPolicy policy = new RetentionPolicy(
                List.of(RepositoryPattern.parse("team/**")),
                List.of(new KeepRule(List.of(TagSelector.parse("v*")), Conditions.NONE)),
                Optional.of(new Conditions(
                        Optional.of(Duration.ofDays(1)), Optional.empty(), OptionalInt.empty(), OptionalInt.empty())),
                Referrers.WITH_SUBJECT,
                false,
                false);
        Retentions retentions =
                new Retentions(new RetentionPolicies(true, List.of(policy)), () -> AccessRules.USERS_MAY_ALL);
        Map<String, String> before = store.contents.all();
        RetentionExplanation explanation = new ExplainRetentionService(
                        store.driver, retentions, store.clock, new ComputePool())
                .explain(mine, request(), true);
        assertThat(store.contents.all()).as("nothing is written").isEqualTo(before);
        Leaving leaving = new Leaving(3, 1, 2, 1100, OptionalLong.of(1000));
        assertThat(explanation.tags().getFirst().leaving()).isEqualTo(leaving);
        assertThat(explanation.tags().getFirst().decision().text()).isEqualTo("goes: matches no rule");
        assertThat(explanation.tags().getLast().decision().text()).isEqualTo("kept by team/** rule 1: always");
        assertThat(explanation.leaving()).isEqualTo(leaving);
        assertThat(new ExplainRetentionService(store.driver, retentions, store.clock, new ComputePool())
                        .explain(other, request(), false)
                        .policy())
                .isEmpty();
    }
}
