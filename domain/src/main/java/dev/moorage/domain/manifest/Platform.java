package dev.moorage.domain.manifest;

import java.util.Objects;

/** The platform of an image in an index: OCI Image Specification, image index, {@code platform}. */
public record Platform(String os, String architecture) {
    public Platform {
        Objects.requireNonNull(os);
        Objects.requireNonNull(architecture);
    }
}
