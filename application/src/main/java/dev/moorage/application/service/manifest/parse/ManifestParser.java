package dev.moorage.application.service.manifest.parse;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.manifest.ManifestKind;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which manifests are accepted at a push. Accepted are image manifests and image indexes of the OCI Image
 * Specification 1.1, Docker's manifests of schema 2, and any other JSON object that states its media type. A manifest
 * is refused if two readers could understand it differently, or if no client could read it (ADR 20). Stored manifests
 * are read by {@link StoredManifest}, which refuses nothing.
 */
public final class ManifestParser {
    private final int maxReferences;

    /**
     * Creates a parser.
     *
     * @param maxReferences the greatest number of descriptors of an image or index
     */
    public ManifestParser(int maxReferences) {
        this.maxReferences = maxReferences;
    }

    /**
     * Parses a manifest.
     *
     * @param contentType the request's {@code Content-Type} without parameters. Empty if it has none
     * @throws RegistryException {@code MANIFEST_INVALID}
     */
    public Manifest parse(byte[] content, Optional<MediaType> contentType) {
        References references = new References();
        ManifestScan scan = ManifestScan.of(content, CodingErrorAction.REPORT, references);
        if (!scan.isWellFormed()) {
            throw invalid("manifest is not a JSON object in UTF-8");
        }
        require(scan.problems().general());
        MediaType mediaType = mediaType(scan, contentType);
        ManifestKind kind = ManifestKind.of(mediaType.value());
        if (kind == ManifestKind.OTHER) {
            requireNotSchema1(scan);
            return new Manifest(mediaType, scan.subject(), List.of());
        }
        requireContent(scan, kind);
        if (references.count > maxReferences) {
            throw invalid("manifest refers to " + references.count + " blobs and manifests, more than the "
                    + maxReferences + " of validation.manifests.maxreferences");
        }
        return new Manifest(mediaType, scan.subject(), references.kept);
    }

    private static MediaType mediaType(ManifestScan scan, Optional<MediaType> contentType) {
        String declared = scan.mediaType();
        if (declared.isEmpty()) {
            // OCI manifests may omit it. Storage keeps no type, so the content alone must determine it.
            MediaType inferred = scan.hasManifests() ? MediaType.OCI_IMAGE_INDEX : MediaType.OCI_IMAGE_MANIFEST;
            if (contentType.isPresent() && !contentType.get().is(inferred)) {
                throw invalid("manifest without mediaType is not what Content-Type says");
            }
            return inferred;
        }
        MediaType mediaType = MediaType.of(declared)
                .filter(type -> declared.indexOf(';') < 0)
                .orElseThrow(() -> invalid("mediaType cannot be sent as Content-Type"));
        if (contentType.isPresent() && !contentType.get().is(mediaType)) {
            throw invalid("mediaType differs from Content-Type");
        }
        for (MediaType known : List.of(
                MediaType.OCI_IMAGE_MANIFEST,
                MediaType.OCI_IMAGE_INDEX,
                MediaType.DOCKER_MANIFEST,
                MediaType.DOCKER_MANIFEST_LIST)) {
            if (known.is(mediaType) && !known.equals(mediaType)) {
                throw invalid("mediaType could be read as " + known);
            }
        }
        return mediaType;
    }

    /**
     * Refuses schema 1. Its digest is computed without the signatures, so that a registry that serves the bytes
     * unchanged cannot serve it under that digest.
     */
    private static void requireNotSchema1(ManifestScan scan) {
        if (scan.schemaVersion() == 1) {
            throw invalid("manifests of schema 1 are not accepted");
        }
    }

    private static void requireContent(ManifestScan scan, ManifestKind kind) {
        if (scan.schemaVersion() != 2) {
            throw invalid("schemaVersion is not 2");
        }
        if (scan.hasManifests() && (scan.hasConfig() || scan.hasLayers())) {
            throw invalid("config or layers stand next to manifests");
        }
        require(scan.problems().content());
        if (kind == ManifestKind.IMAGE && !scan.hasConfig()) {
            throw invalid("image manifest has no config");
        }
    }

    private static void require(Optional<String> problem) {
        if (problem.isPresent()) {
            throw invalid(problem.get());
        }
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(ErrorCode.MANIFEST_INVALID, message);
    }

    /** Collects references up to the accepted number. The actual number is known only at the end. */
    private final class References implements ManifestObserver {
        private final List<ContentReference> kept = new ArrayList<>();
        private int count;

        @Override
        public void reference(ContentReference reference) {
            count++;
            if (count <= maxReferences) {
                kept.add(reference);
            }
        }
    }
}
