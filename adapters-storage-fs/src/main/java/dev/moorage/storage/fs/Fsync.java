package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Makes bytes and names survive a power cut, by fsync. It is an interface so that tests can count the calls and make them
 * fail.
 */
interface Fsync {
    /** Syncs the bytes of a file, and as much of its metadata as is needed to read them. */
    void file(FileChannel file) throws IOException;

    /** Syncs the names in a directory. */
    void directory(Path directory) throws IOException;
}
