package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What an archive will hold. All of it is sorted, so that the same content gives the same bytes. */
final class ExportPlan {
    /** The images that were selected. */
    final List<Image> images = new ArrayList<>();
    /** The referrers, by digest. */
    final SortedMap<String, Referrer> referrers = new TreeMap<>();
    /** The manifests that have referrers, in the order of their repositories and digests. */
    final SortedMap<String, Subject> subjects = new TreeMap<>();
    /** The manifests, by digest. */
    final SortedMap<String, Content> manifests = new TreeMap<>();
    /** The other blobs, by digest. */
    final SortedMap<String, Content> blobs = new TreeMap<>();

    /** The blobs that the other side has. */
    final Set<Digest> leftOut = new HashSet<>();

    /**
     * An image that was selected.
     *
     * @param docker its entry in {@code manifest.json}, if {@code docker load} can read the image from there
     */
    record Image(RepositoryName repository, Optional<Tag> tag, Descriptor descriptor, Optional<ObjectNode> docker) {
        private static final Comparator<Image> ORDER = Comparator.comparing(Image::repository)
                .thenComparing(image -> image.tag().map(Tag::value).orElse(""))
                .thenComparing(image -> image.descriptor().digest().toString());
    }

    /**
     * Bytes to write.
     *
     * @param repository the repository from which they are read
     * @param size the length in bytes
     */
    record Content(RepositoryName repository, Digest digest, long size) {}

    /**
     * A manifest that others refer to.
     *
     * @param referrers by digest
     */
    record Subject(RepositoryName repository, Digest digest, SortedMap<String, Referrer> referrers) {}

    /** Adds a referrer of a manifest. */
    void refer(Content subject, Referrer referrer) {
        String digest = referrer.descriptor().digest().toString();
        referrers.putIfAbsent(digest, referrer);
        subjects.computeIfAbsent(
                        subject.repository() + "@" + subject.digest(),
                        _ -> new Subject(subject.repository(), subject.digest(), new TreeMap<>()))
                .referrers()
                .put(digest, referrer);
    }

    /** Returns whether a tag was selected. */
    boolean hasImage(RepositoryName repository, Tag tag) {
        return images.stream()
                .anyMatch(image ->
                        image.repository().equals(repository) && image.tag().equals(Optional.of(tag)));
    }

    void sort() {
        images.sort(Image.ORDER);
    }

    /** Whether all images are of one repository, so that their tags alone are their names. */
    boolean isOfOneRepository() {
        return images.stream().map(Image::repository).distinct().count() == 1;
    }

    long bytes() {
        return manifests.values().stream().mapToLong(Content::size).sum()
                + blobs.values().stream().mapToLong(Content::size).sum();
    }
}
