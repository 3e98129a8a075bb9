package dev.moorage.domain.manifest;

import java.util.Objects;

/** What an image of an index runs on: OCI Image Specification, image index, {@code platform}. */
public record Platform(String os, String architecture) {
    public Platform {
        Objects.requireNonNull(os);
        Objects.requireNonNull(architecture);
    }
}
