package dev.moorage.storage.fs;

import java.util.Optional;

/**
 * How a root is used.
 *
 * @param modes what files and folders are made with
 * @param followLinks whether the folder of blobs and those of repositories may be symbolic links
 */
record FilesystemOptions(FileModes modes, boolean followLinks) {
    static final FilesystemOptions DEFAULTS =
            new FilesystemOptions(new FileModes(Optional.empty(), Optional.empty(), true), false);
}
