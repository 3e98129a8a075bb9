package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.domain.cached.LastUse;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The tags and manifests of a repository whose content comes from an upstream.
 *
 * @param history the entries of what tags have named
 * @param pulls returns the last day on which a tag or a digest was pulled
 */
record CachedRepository(
        RepositoryName name,
        Map<Tag, Named> tags,
        Map<Digest, Manifest> manifests,
        List<RepositoryKey.TagIndex> history,
        Function<String, Optional<LocalDate>> pulls) {
    CachedRepository {
        tags = Map.copyOf(tags);
        manifests = Map.copyOf(manifests);
        history = List.copyOf(history);
    }

    /** What a tag names, and since when, by the store's clock. */
    record Named(Digest digest, Instant since) {}

    /**
     * A manifest.
     *
     * @param fetched when it was fetched, by the store's clock
     * @param content what it names. Empty for a manifest of an unknown kind
     */
    record Manifest(Instant fetched, List<ContentReference> content, Optional<Digest> subject) {
        Manifest {
            content = List.copyOf(content);
        }

        private Stream<Digest> images() {
            return content.stream()
                    .filter(reference -> reference.kind() != ContentReference.Kind.BLOB)
                    .map(ContentReference::digest);
        }
    }

    /**
     * What stays or goes as a whole, with all that only it needs: a tag, or a manifest that no tag, no index and no subject has.
     *
     * @param tag empty for a manifest without a tag
     */
    record Root(Optional<Tag> tag, Digest digest, LastUse use) {}

    /** Returns all that stays or goes, tags first. */
    List<Root> roots() {
        List<Root> roots = new ArrayList<>();
        tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Tag::value)))
                .forEach(tag -> roots.add(new Root(
                        Optional.of(tag.getKey()),
                        tag.getValue().digest(),
                        use(
                                tag.getValue().since(),
                                Optional.of(tag.getKey()),
                                tag.getValue().digest()))));
        Set<Digest> held = held();
        manifests.entrySet().stream()
                .filter(manifest -> !held.contains(manifest.getKey()))
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Digest::toString)))
                .forEach(manifest -> roots.add(new Root(
                        Optional.empty(),
                        manifest.getKey(),
                        use(manifest.getValue().fetched(), Optional.empty(), manifest.getKey()))));
        return roots;
    }

    /** Returns the manifests that a tag, an index or a subject has. */
    private Set<Digest> held() {
        Set<Digest> held = new HashSet<>();
        tags.values().forEach(named -> held.add(named.digest()));
        manifests.forEach((digest, manifest) -> {
            manifest.images().forEach(held::add);
            if (manifest.subject().filter(manifests::containsKey).isPresent()) {
                held.add(digest);
            }
        });
        return held;
    }

    private LastUse use(Instant fetched, Optional<Tag> tag, Digest digest) {
        Stream<String> names = Stream.concat(
                tag.map(Tag::value).stream(),
                Stream.concat(Stream.of(digest), images(digest)).map(Digest::toString));
        return new LastUse(fetched, names.map(pulls).flatMap(Optional::stream).max(Comparator.naturalOrder()));
    }

    private Stream<Digest> images(Digest digest) {
        return Optional.ofNullable(manifests.get(digest)).stream().flatMap(Manifest::images);
    }

    /** Returns these manifests, all that they name, and the referrers of all of these with what they name. */
    Set<Digest> closure(Collection<Digest> roots) {
        Map<Digest, List<Digest>> referrers = new HashMap<>();
        manifests.forEach((digest, manifest) -> manifest.subject()
                .ifPresent(subject -> referrers
                        .computeIfAbsent(subject, _ -> new ArrayList<>())
                        .add(digest)));
        Set<Digest> needed = new HashSet<>();
        Deque<Digest> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Digest digest = open.pop();
            if (needed.add(digest)) {
                named(digest).forEach(open::push);
                referrers.getOrDefault(digest, List.of()).forEach(open::push);
            }
        }
        return needed;
    }

    /** Returns what a manifest names. Empty if the repository does not have it. */
    List<Digest> named(Digest digest) {
        Manifest manifest = manifests.get(digest);
        return manifest == null
                ? List.of()
                : manifest.content().stream().map(ContentReference::digest).toList();
    }
}
