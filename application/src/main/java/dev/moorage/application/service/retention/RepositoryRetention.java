package dev.moorage.application.service.retention;

import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.retention.pulls.PullTimes;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Decision;
import dev.moorage.domain.retention.ManifestFacts;
import dev.moorage.domain.retention.Moment;
import dev.moorage.domain.retention.ReferrerTags;
import dev.moorage.domain.retention.Retention;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import dev.moorage.domain.retention.TagFacts;
import dev.moorage.domain.retention.Use;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of the tags and manifests of one repository, and what its policy decides about them. Several threads add what they
 * find. A decision is about what has been added until then.
 */
public final class RepositoryRetention {
    private final RepositoryName repository;
    private final RetentionPolicy policy;
    private final Retention retention;
    private final Circumstances circumstances;
    private final Optional<RepositoryGraph> graph;
    private final Map<Tag, Named> tags = new HashMap<>();
    private final Map<Digest, Manifest> manifests = new HashMap<>();
    private Optional<Map<Tag, Decision>> decisions = Optional.empty();

    /** A manifest that a tag names, and when the tag was pushed. */
    private record Named(Digest digest, Instant pushed) {}

    /**
     * A manifest of the repository.
     *
     * @param bytes the size of the content that it names, as it says
     * @param images the manifests of an index
     */
    private record Manifest(Instant pushed, long bytes, List<Digest> images, boolean isReferrer) {}

    /**
     * What is the same for all repositories of a pass.
     *
     * @param pulls when manifests were last pulled
     * @param rules say which tags can be written once only
     * @param isDryRun whether it is only reported what would go
     */
    record Circumstances(Moment moment, PullTimes pulls, CurrentRules rules, boolean isDryRun) {}

    /** @param graph receives what the manifests name */
    RepositoryRetention(
            RepositoryName repository,
            RetentionPolicy policy,
            Circumstances circumstances,
            Optional<RepositoryGraph> graph) {
        this.repository = repository;
        this.policy = policy;
        this.retention = new Retention(policy, circumstances.moment());
        this.circumstances = circumstances;
        this.graph = graph;
    }

    /** Returns whether it is only reported what would go. */
    public boolean isDryRun() {
        return circumstances.isDryRun();
    }

    /** Forgets the tags, which are read again. */
    public synchronized void forgetTags() {
        tags.clear();
        decisions = Optional.empty();
    }

    /**
     * Adds a tag.
     *
     * @param pushed when its link was written, by the store's clock
     */
    public synchronized void add(Tag tag, Digest named, Instant pushed) {
        tags.put(tag, new Named(named, pushed));
        decisions = Optional.empty();
    }

    /**
     * Adds a manifest.
     *
     * @param pushed when its link was written, by the store's clock
     * @param content what the manifest names
     */
    public synchronized void add(
            Digest manifest, Instant pushed, List<ContentReference> content, Optional<Digest> subject) {
        long bytes = 0;
        for (ContentReference reference : content) {
            bytes = plus(bytes, reference.size().orElse(0));
        }
        List<Digest> images = content.stream()
                .filter(reference -> reference.kind() != ContentReference.Kind.BLOB)
                .map(ContentReference::digest)
                .toList();
        graph.ifPresent(all -> all.add(manifest, content, subject));
        manifests.put(manifest, new Manifest(pushed, bytes, images, subject.isPresent()));
        decisions = Optional.empty();
    }

    private static long plus(long bytes, long more) {
        long sum = bytes + Math.max(0, more);
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Returns the decision about each tag. */
    public synchronized Map<Tag, Decision> tags() {
        if (decisions.isEmpty()) {
            decisions = Optional.of(retention.tags(facts(), subjects()));
        }
        return decisions.get();
    }

    private List<TagFacts> facts() {
        AccessRules now = circumstances.rules().rules();
        List<TagFacts> facts = new ArrayList<>();
        tags.forEach((tag, named) -> facts.add(new TagFacts(
                tag,
                new Use(named.pushed(), pulled(tag, named.digest())),
                now.writeOnce(repository, tag).isPresent())));
        return facts;
    }

    private Set<String> subjects() {
        Set<String> subjects = new HashSet<>();
        manifests.keySet().forEach(digest -> subjects.add(ReferrerTags.of(digest)));
        return subjects;
    }

    /** Returns when a tag was pulled: by its name, by the digest that it names, or by the digest of an image of its index. */
    private Optional<LocalDate> pulled(Tag tag, Digest digest) {
        return latest(Stream.concat(Stream.of(circumstances.pulls().last(repository, tag.value())), pullsOf(digest)));
    }

    private Stream<Optional<LocalDate>> pullsOf(Digest digest) {
        List<Digest> images =
                Optional.ofNullable(manifests.get(digest)).map(Manifest::images).orElse(List.of());
        return Stream.concat(Stream.of(digest), images.stream())
                .map(each -> circumstances.pulls().last(repository, each.toString()));
    }

    private static Optional<LocalDate> latest(Stream<Optional<LocalDate>> days) {
        return days.flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** Returns the manifest that a tag names. */
    public synchronized Optional<Digest> named(Tag tag) {
        return Optional.ofNullable(tags.get(tag)).map(Named::digest);
    }

    /** Returns the size in bytes of what a manifest names, images of an index included. Content that is named twice counts twice. */
    public synchronized long bytes(Digest digest) {
        Manifest manifest = manifests.get(digest);
        if (manifest == null) {
            return 0;
        }
        long bytes = manifest.bytes();
        for (Digest image : manifest.images()) {
            bytes = plus(
                    bytes,
                    Optional.ofNullable(manifests.get(image))
                            .map(Manifest::bytes)
                            .orElse(0L));
        }
        return bytes;
    }

    /** Returns whether a manifest was pushed before a time of the store's clock. */
    public synchronized boolean isPushedBefore(Digest digest, Instant time) {
        return Optional.ofNullable(manifests.get(digest))
                .filter(manifest -> manifest.pushed().isBefore(time))
                .isPresent();
    }

    /** Returns whether the policy decides about manifests that nothing keeps. */
    public boolean decidesUntagged() {
        return retention.decidesUntagged();
    }

    /** Returns whether referrers stay whose subject is gone. */
    public boolean keepsReferrers() {
        return policy.referrers() == Referrers.KEEP;
    }

    /** Returns the decisions about all manifests that nothing keeps. Empty where the policy decides nothing about them. */
    public synchronized Map<Digest, Decision> untagged(Collection<Digest> digests) {
        List<ManifestFacts> facts = new ArrayList<>();
        for (Digest digest : digests) {
            Manifest manifest = manifests.get(digest);
            if (manifest != null) {
                facts.add(new ManifestFacts(
                        digest, new Use(manifest.pushed(), latest(pullsOf(digest))), manifest.isReferrer()));
            }
        }
        return retention.untagged(facts);
    }
}
