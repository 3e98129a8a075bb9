package dev.moorage.application.port.in.browse;

import dev.moorage.domain.digest.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a manifest says of itself. A client has written all of it, so texts are bounded in length and in number, and may say
 * anything.
 *
 * @param artifactType the {@code artifactType}, or the media type of the config of what is no image
 * @param size the bytes of its blobs, each counted once. Of an index, those of all its images. Empty where it is not known
 * @param created when the image was made. Of an index, when the last of its images was
 * @param subject the manifest that this one refers to as its subject
 * @param platforms the images of an index
 * @param blobs the config of an image, or nothing, and then its layers
 * @param layers the layers in their order
 * @param history the commands that made the image, in their order
 * @param config how the image is run, by name
 * @param problem why the facts are not complete, or empty
 */
public record ManifestFacts(
        ContentKind kind,
        String mediaType,
        Optional<String> artifactType,
        OptionalLong size,
        Optional<Instant> created,
        Optional<Digest> subject,
        List<PlatformImage> platforms,
        List<Blob> blobs,
        List<Blob> layers,
        List<Step> history,
        Map<String, String> config,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> problem) {
    public ManifestFacts {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(artifactType);
        Objects.requireNonNull(size);
        Objects.requireNonNull(created);
        Objects.requireNonNull(subject);
        platforms = List.copyOf(platforms);
        blobs = List.copyOf(blobs);
        layers = List.copyOf(layers);
        history = List.copyOf(history);
        config = ordered(config);
        labels = ordered(labels);
        annotations = ordered(annotations);
        Objects.requireNonNull(problem);
    }

    /**
     * A blob of an image.
     *
     * @param size its length in bytes, as the manifest states it
     * @param title the file name that an artifact gives it, or the empty text
     */
    public record Blob(Digest digest, long size, String mediaType, String title) {}

    /**
     * A command that made an image.
     *
     * @param layer the index of the layer that it made, or empty
     */
    public record Step(String createdBy, OptionalInt layer) {}

    /**
     * An image of an index.
     *
     * @param platform the operating system, the architecture and the variant, or the digest where the index states none
     * @param isPresent whether the repository has the image
     * @param size the bytes of its blobs, or empty where they are not known
     * @param attestations the manifests of the index that say something about this image
     */
    public record PlatformImage(
            String platform, Digest digest, boolean isPresent, OptionalLong size, List<Digest> attestations) {
        public PlatformImage {
            Objects.requireNonNull(platform);
            Objects.requireNonNull(digest);
            Objects.requireNonNull(size);
            attestations = List.copyOf(attestations);
        }
    }

    /** Returns these facts of an index with what is known of its images. */
    public ManifestFacts withImages(List<PlatformImage> images, OptionalLong total, Optional<Instant> last) {
        return new ManifestFacts(
                kind,
                mediaType,
                artifactType,
                total,
                last,
                subject,
                images,
                blobs,
                layers,
                history,
                config,
                labels,
                annotations,
                problem);
    }

    /** Returns these facts with why they are not complete. */
    public ManifestFacts withProblem(String text) {
        return new ManifestFacts(
                kind,
                mediaType,
                artifactType,
                size,
                created,
                subject,
                platforms,
                blobs,
                layers,
                history,
                config,
                labels,
                annotations,
                Optional.of(text));
    }

    private static Map<String, String> ordered(Map<String, String> pairs) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }
}
