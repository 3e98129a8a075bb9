package dev.moorage.application.port.in.archive;

import java.io.IOException;

/**
 * Writes images as an OCI layout, byte for byte as they are stored: OCI Image Specification, "OCI Image Layout". The same content
 * gives the same files in the same order.
 */
public interface ExportImages {
    /**
     * Writes images with everything that they refer to.
     *
     * @throws ArchiveException something that was selected does not exist, or lacks content, or a blob is damaged. The sink then
     *     has a part of the archive, which is of no use
     * @throws IOException storage or the sink failed
     */
    ExportReport export(ExportRequest request, ArchiveSink sink) throws IOException;
}
