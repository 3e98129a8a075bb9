package dev.moorage.domain.manifest;

import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A manifest as the registry understands it; what is stored and served are its bytes, untouched. */
public sealed interface Manifest {
    /** What is the same in every kind of manifest. */
    Common common();

    /** All that the manifest refers to, its subject aside. */
    List<ContentReference> references();

    /** The manifest's {@code artifactType} as a referrers list tells it. */
    Optional<String> artifactType();

    /**
     * What is the same in every kind of manifest.
     *
     * @param artifactType as the manifest says it
     * @param subject the manifest that this one is about; it need not be there
     */
    record Common(
            MediaType mediaType,
            Optional<String> artifactType,
            Optional<Descriptor> subject,
            Map<String, String> annotations) {
        public Common {
            Objects.requireNonNull(mediaType);
            Objects.requireNonNull(artifactType);
            Objects.requireNonNull(subject);
            annotations = Map.copyOf(annotations);
        }
    }

    /** An image: OCI Image Specification, image manifest; Docker's image manifest, version 2, schema 2. */
    record ImageManifest(Common common, ContentReference config, List<ContentReference> layers) implements Manifest {
        public ImageManifest {
            Objects.requireNonNull(common);
            Objects.requireNonNull(config);
            layers = List.copyOf(layers);
        }

        @Override
        public List<ContentReference> references() {
            return Stream.concat(Stream.of(config), layers.stream()).toList();
        }

        /** OCI Distribution Specification, section "Listing Referrers": the config's media type where there is no other. */
        @Override
        public Optional<String> artifactType() {
            return Optional.of(
                    common.artifactType().orElse(config.descriptor().mediaType().value()));
        }
    }

    /** Several images: OCI Image Specification, image index; Docker's manifest list. */
    record ImageIndex(Common common, List<ContentReference> manifests) implements Manifest {
        public ImageIndex {
            Objects.requireNonNull(common);
            manifests = List.copyOf(manifests);
        }

        @Override
        public List<ContentReference> references() {
            return manifests;
        }

        @Override
        public Optional<String> artifactType() {
            return common.artifactType();
        }
    }

    /** A manifest of a kind that the registry only keeps. */
    record OtherManifest(Common common) implements Manifest {
        public OtherManifest {
            Objects.requireNonNull(common);
        }

        @Override
        public List<ContentReference> references() {
            return List.of();
        }

        @Override
        public Optional<String> artifactType() {
            return common.artifactType();
        }
    }
}
