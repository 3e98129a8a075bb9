package dev.moorage.domain.manifest;

import dev.moorage.domain.blob.MediaType;

/** The kinds of manifests that the registry tells apart. */
public enum ManifestKind {
    /** OCI Image Specification, image manifest; Docker's image manifest, version 2, schema 2. */
    IMAGE,
    /** OCI Image Specification, image index; Docker's manifest list. */
    INDEX,
    /** A manifest of a kind that the registry only keeps. */
    OTHER;

    /** The kind of manifests of a media type, which is compared character by character. */
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
