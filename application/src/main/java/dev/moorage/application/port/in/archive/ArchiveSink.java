package dev.moorage.application.port.in.archive;

import java.io.IOException;
import java.io.OutputStream;

/** Takes the files of an archive, one after the other. */
public interface ArchiveSink {
    /**
     * Writes a file.
     *
     * @param name the path with {@code /}, relative to the root
     * @param size the length in bytes
     * @throws IOException the archive cannot be written, or the content has another length or fails
     */
    void write(String name, long size, Content content) throws IOException;

    /** The bytes of a file. */
    @FunctionalInterface
    interface Content {
        /**
         * Writes all bytes.
         *
         * @throws IOException the bytes cannot be read or written
         */
        void to(OutputStream out) throws IOException;
    }
}
