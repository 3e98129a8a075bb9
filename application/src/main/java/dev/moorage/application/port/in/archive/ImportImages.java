package dev.moorage.application.port.in.archive;

import java.io.IOException;

/**
 * Stores the images of an OCI layout, or of an archive of {@code docker save}. A tag is set last, when everything that it needs is there: an image is complete, or its tag is as
 * before. A repeated import continues, and stores nothing twice.
 */
public interface ImportImages {
    /**
     * Stores the images that {@code index.json} lists. A blob that the archive lacks is taken from the registry's other repositories.
     *
     * @throws ArchiveException the archive has no index, or one that cannot be read
     * @throws IOException storage or the archive failed
     */
    ImportReport store(ImportRequest request, ArchiveSource archive) throws IOException;
}
