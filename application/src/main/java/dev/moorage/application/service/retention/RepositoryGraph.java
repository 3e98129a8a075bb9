package dev.moorage.application.service.retention;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the manifests of one repository name. Several threads add manifests, and one asks afterwards. */
public final class RepositoryGraph {
    private final Map<Digest, Node> nodes = new HashMap<>();

    private record Node(List<ContentReference> content, Optional<Digest> subject) {}

    synchronized void add(Digest manifest, List<ContentReference> content, Optional<Digest> subject) {
        nodes.put(manifest, new Node(List.copyOf(content), subject));
    }

    /** Returns all manifests. */
    public Set<Digest> manifests() {
        return Set.copyOf(nodes.keySet());
    }

    /**
     * Returns the manifests that are left after as many collections as it takes.
     *
     * @param tagged the manifests that tags keep
     * @param going chooses those that leave of the manifests that no tag, no index and no subject keeps
     */
    public Set<Digest> survivors(Collection<Digest> tagged, Function<Collection<Digest>, Collection<Digest>> going) {
        Set<Digest> there = new HashSet<>(nodes.keySet());
        while (there.removeAll(Set.copyOf(going.apply(loose(there, tagged))))) {
            // One level leaves in each collection.
        }
        return there;
    }

    /**
     * Returns the manifests that no tag, no index and no subject keeps.
     *
     * @param tagged the manifests that tags name
     */
    public Set<Digest> loose(Collection<Digest> tagged) {
        return loose(nodes.keySet(), tagged);
    }

    private Set<Digest> loose(Set<Digest> there, Collection<Digest> tagged) {
        Set<Digest> held = new HashSet<>(tagged);
        for (Digest digest : there) {
            Node node = node(digest);
            node.content().forEach(reference -> held.add(reference.digest()));
            if (node.subject().filter(there::contains).isPresent()) {
                held.add(digest);
            }
        }
        Set<Digest> loose = new HashSet<>(there);
        loose.removeAll(held);
        return loose;
    }

    private Node node(Digest digest) {
        return nodes.getOrDefault(digest, new Node(List.of(), Optional.empty()));
    }

    /** Returns a manifest, the manifests of its index, and the referrers of all of these. */
    public Set<Digest> withFollowers(Digest manifest) {
        Map<Digest, Set<Digest>> referrers = new HashMap<>();
        nodes.forEach((digest, node) -> node.subject()
                .ifPresent(subject ->
                        referrers.computeIfAbsent(subject, _ -> new HashSet<>()).add(digest)));
        Set<Digest> found = new HashSet<>();
        Deque<Digest> open = new ArrayDeque<>(List.of(manifest));
        while (!open.isEmpty()) {
            Digest digest = open.pop();
            if (nodes.containsKey(digest) && found.add(digest)) {
                node(digest).content().forEach(reference -> open.push(reference.digest()));
                open.addAll(referrers.getOrDefault(digest, Set.of()));
            }
        }
        return found;
    }

    /** Returns whether a manifest has a subject. */
    public boolean isReferrer(Digest manifest) {
        return node(manifest).subject().isPresent();
    }

    /** Returns what a manifest names that is no manifest of the repository, with the sizes in bytes as it says. */
    public Map<Digest, Long> blobs(Collection<Digest> manifests) {
        Map<Digest, Long> blobs = new HashMap<>();
        for (Digest manifest : manifests) {
            for (ContentReference reference : node(manifest).content()) {
                if (!nodes.containsKey(reference.digest())) {
                    blobs.put(reference.digest(), Math.max(0, reference.size().orElse(0)));
                }
            }
        }
        return blobs;
    }
}
