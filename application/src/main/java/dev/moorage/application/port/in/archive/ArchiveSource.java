package dev.moorage.application.port.in.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of an archive or of a folder, by name. */
public interface ArchiveSource {
    /**
     * Returns a file. The result is empty if there is none of this name.
     *
     * @param name the path with {@code /}, relative to the root
     * @throws IOException the archive cannot be read
     */
    Optional<File> find(String name) throws IOException;

    /** A file of the archive. */
    interface File {
        /** Returns its length in bytes. */
        long size();

        /**
         * Opens its bytes from the first one. Each call returns a stream of its own.
         *
         * @throws IOException the archive cannot be read
         */
        InputStream open() throws IOException;
    }
}
