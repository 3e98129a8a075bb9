package dev.moorage.application.service.manifest.parse;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ManifestKind;
import java.nio.charset.CodingErrorAction;
import java.util.Objects;
import java.util.Optional;

/**
 * What the registry knows of a stored manifest, whichever registry accepted it. It can be read from any bytes, because
 * content that was accepted once is served for ever.
 *
 * @param isJson whether the bytes are one JSON object
 * @param mediaType the media type under which it is served
 * @param artifactType the {@code artifactType} for a list of referrers: OCI Distribution Specification, section
 *     "Listing Referrers"
 * @param subject the manifest that this one refers to as its subject
 */
public record StoredManifest(
        boolean isJson, MediaType mediaType, Optional<String> artifactType, Optional<Digest> subject) {
    public StoredManifest {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(artifactType);
        Objects.requireNonNull(subject);
    }

    /** Reads a manifest. */
    public static StoredManifest read(byte[] content) {
        return read(content, ManifestObserver.NONE);
    }

    /** Reads a manifest of any kind, and passes its references and annotations to an observer. */
    public static StoredManifest read(byte[] content, ManifestObserver observer) {
        ManifestScan scan = ManifestScan.of(content, CodingErrorAction.REPLACE, observer);
        MediaType mediaType = mediaType(scan);
        return new StoredManifest(scan.isWellFormed(), mediaType, artifactType(scan, mediaType), scan.subject());
    }

    /** Returns the kind of the media type. */
    public ManifestKind kind() {
        return ManifestKind.of(mediaType.value());
    }

    /**
     * Returns the media type that the manifest states, or else the one that CNCF Distribution infers. If neither
     * exists, CNCF Distribution serves nothing. Moorage then serves JSON as an image manifest.
     */
    private static MediaType mediaType(ManifestScan scan) {
        Optional<MediaType> declared = MediaType.of(scan.mediaType());
        if (declared.isPresent()) {
            return declared.get();
        }
        if (scan.schemaVersion() == 1) {
            return scan.hasSignatures() ? MediaType.DOCKER_SIGNED_SCHEMA1 : MediaType.DOCKER_SCHEMA1;
        }
        if (scan.hasManifests()) {
            return MediaType.OCI_IMAGE_INDEX;
        }
        return scan.isWellFormed() || scan.hasConfig() || scan.hasLayers()
                ? MediaType.OCI_IMAGE_MANIFEST
                : MediaType.OCTET_STREAM;
    }

    private static Optional<String> artifactType(ManifestScan scan, MediaType mediaType) {
        boolean image = ManifestKind.of(mediaType.value()) == ManifestKind.IMAGE;
        String type = scan.artifactType().isEmpty() && image ? scan.configType() : scan.artifactType();
        return Optional.of(type).filter(text -> !text.isEmpty());
    }
}
