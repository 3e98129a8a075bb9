package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.Blob;
import dev.moorage.application.port.in.browse.ManifestFacts.PlatformImage;
import dev.moorage.application.port.in.browse.RepositorySurvey.Loose;
import dev.moorage.application.port.in.browse.RepositorySurvey.Reason;
import dev.moorage.application.port.in.browse.RepositorySurvey.Sizes;
import dev.moorage.domain.digest.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Computes the results of a walk through a repository. Clients choose what indexes contain, so the steps are counted. */
final class SurveyedContent {
    private static final int MAX_DEPTH = 3;
    private static final int MAX_STEPS = 2_000_000;

    private final Map<Digest, ManifestFacts> manifests;
    private final SurveyWalk.Found found;
    private final Map<Digest, Integer> tagsByBlob = new HashMap<>();
    private int steps;

    SurveyedContent(SurveyWalk.Found found) {
        this.found = found;
        this.manifests = found.manifests();
        Map<Digest, Integer> tagged = new HashMap<>();
        found.tags().values().forEach(digest -> digest.ifPresent(named -> tagged.merge(named, 1, Integer::sum)));
        tagged.forEach((digest, tags) -> {
            Set<Digest> blobs = new HashSet<>();
            collect(digest, 1, new HashSet<>(), blobs);
            blobs.forEach(blob -> tagsByBlob.merge(blob, tags, Integer::sum));
        });
    }

    boolean isPartial() {
        return found.isPartial() || steps > MAX_STEPS;
    }

    /** Returns the number of tags whose images have a blob, for each blob that a tag leads to. */
    Map<Digest, Integer> tagsByBlob() {
        return tagsByBlob;
    }

    private void collect(Digest manifest, int depth, Set<Digest> seen, Set<Digest> blobs) {
        ManifestFacts facts = manifests.get(manifest);
        if (facts == null || depth > MAX_DEPTH || !seen.add(manifest)) {
            return;
        }
        for (Blob blob : facts.blobs()) {
            if (++steps > MAX_STEPS) {
                return;
            }
            blobs.add(blob.digest());
        }
        for (PlatformImage image : facts.platforms()) {
            if (++steps > MAX_STEPS) {
                return;
            }
            contained(image).forEach(child -> collect(child, depth + 1, seen, blobs));
        }
    }

    private static Stream<Digest> contained(PlatformImage image) {
        return Stream.concat(Stream.of(image.digest()), image.attestations().stream());
    }

    /** Returns the loose ends, in the order of their names. Their links are not read yet. */
    List<Loose> loose() {
        Set<Digest> needed = new HashSet<>();
        found.tags().values().forEach(digest -> digest.ifPresent(needed::add));
        manifests
                .values()
                .forEach(facts -> facts.platforms().stream()
                        .flatMap(SurveyedContent::contained)
                        .forEach(needed::add));
        List<Loose> loose = new ArrayList<>();
        manifests.forEach((digest, facts) -> reason(digest, facts, needed)
                .ifPresent(reason -> loose.add(new Loose(
                        reason,
                        digest.toString(),
                        Optional.of(facts.kind()),
                        facts.artifactType(),
                        facts.size(),
                        Optional.empty()))));
        found.tags().forEach((tag, digest) -> {
            boolean isMissing = digest.isEmpty() || !manifests.containsKey(digest.get());
            // A part of the manifests was not read, so that nothing is known of one that seems to be missing.
            if (isMissing && !found.isPartial()) {
                loose.add(new Loose(
                        Reason.TAG_BROKEN,
                        tag.value(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty()));
            }
        });
        loose.sort(Comparator.comparing(Loose::name));
        return loose;
    }

    private Optional<Reason> reason(Digest digest, ManifestFacts facts, Set<Digest> needed) {
        if (facts.subject().isPresent()) {
            boolean isAttached = manifests.containsKey(facts.subject().get()) || needed.contains(digest);
            return isAttached || found.isPartial() ? Optional.empty() : Optional.of(Reason.SUBJECT_MISSING);
        }
        if (!needed.contains(digest)) {
            // A tag or an index that was not read may name it, and who takes it for garbage deletes it.
            return found.isPartial() ? Optional.empty() : Optional.of(Reason.UNTAGGED);
        }
        boolean lacksImages = facts.platforms().stream().anyMatch(image -> !manifests.containsKey(image.digest()));
        return lacksImages && !found.isPartial() ? Optional.of(Reason.IMAGES_MISSING) : Optional.empty();
    }

    /** @param loose all loose ends */
    Sizes sizes(List<Loose> loose) {
        Set<String> untagged = new HashSet<>();
        loose.stream().filter(end -> end.reason() == Reason.UNTAGGED).forEach(end -> untagged.add(end.name()));
        Map<Digest, Blob> all = new HashMap<>();
        Map<Digest, Blob> kept = new HashMap<>();
        manifests.forEach((digest, facts) -> facts.blobs().forEach(blob -> {
            all.putIfAbsent(blob.digest(), blob);
            if (!untagged.contains(digest.toString())) {
                kept.putIfAbsent(blob.digest(), blob);
            }
        }));
        long bytes = ManifestJson.size(all.values());
        return new Sizes(
                found.tags().size(),
                manifests.size(),
                all.size(),
                bytes,
                bytes - ManifestJson.size(kept.values()),
                loose.size());
    }
}
