package dev.moorage.application.service.archive;

import dev.moorage.domain.digest.Digest;

/** The names of files, and of annotations, of an OCI layout: OCI Image Specification, "OCI Image Layout". */
final class LayoutNames {
    static final String LAYOUT = "oci-layout";
    static final String INDEX = "index.json";
    /** The list of images of {@code docker save}. */
    static final String DOCKER = "manifest.json";

    static final String REF_NAME = "org.opencontainers.image.ref.name";
    /** containerd's annotation with the whole name of an image. Docker reads it, too. */
    static final String IMAGE_NAME = "io.containerd.image.name";

    private LayoutNames() {}

    static String blob(Digest digest) {
        return "blobs/" + digest.algorithm().identifier() + "/" + digest.hex();
    }
}
