package dev.moorage.application.port.in.browse;

import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Describes one manifest with its tags, its images and what refers to it. */
public interface DescribeImage {
    /**
     * Returns the description of a manifest.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN}
     * @throws IOException storage failed
     */
    ImageDescription describe(RepositoryName repository, Reference reference) throws IOException;
}
