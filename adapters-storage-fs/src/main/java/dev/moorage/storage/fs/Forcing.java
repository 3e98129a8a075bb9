package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What makes bytes and names survive a power cut. Seen through an interface so that tests can count and fail it. */
interface Forcing {
    /** Forces a file's bytes, and as much of its metadata as is needed to read them. */
    void file(FileChannel file) throws IOException;

    /** Forces the names in a directory. */
    void directory(Path directory) throws IOException;
}
