package dev.moorage.storage.fs;

import java.util.Optional;

/**
 * Options for the use of a root folder.
 *
 * @param modes the modes of new files and folders
 * @param followLinks whether the folder of blobs and those of repositories may be symbolic links
 */
record FilesystemOptions(FileModes modes, boolean followLinks) {
    static final FilesystemOptions DEFAULTS =
            new FilesystemOptions(new FileModes(Optional.empty(), Optional.empty(), true), false);
}
