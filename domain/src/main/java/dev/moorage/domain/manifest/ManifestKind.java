package dev.moorage.domain.manifest;

import dev.moorage.domain.blob.MediaType;

/** The kinds of manifests that the registry distinguishes. */
public enum ManifestKind {
    /** An image manifest of the OCI Image Specification, or Docker's image manifest, version 2, schema 2. */
    IMAGE,
    /** An image index of the OCI Image Specification, or Docker's manifest list. */
    INDEX,
    /** A manifest of a kind that the registry only stores. */
    OTHER;

    /** Returns the kind of a media type. Media types are compared character by character. */
    public static ManifestKind of(String mediaType) {
        if (mediaType.equals(MediaType.OCI_IMAGE_MANIFEST.value())
                || mediaType.equals(MediaType.DOCKER_MANIFEST.value())) {
            return IMAGE;
        }
        return mediaType.equals(MediaType.OCI_IMAGE_INDEX.value())
                        || mediaType.equals(MediaType.DOCKER_MANIFEST_LIST.value())
                ? INDEX
                : OTHER;
    }
}
