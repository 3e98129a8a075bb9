package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Reads the attributes of a name. Most names that are looked up while an object is stored do not exist yet. For them this
 * class creates no exception, as {@link java.nio.file.Files#readAttributes} would. The exception would cost more than the
 * look-up.
 */
final class FileAttributes {
    private FileAttributes() {}

    /** The attributes of the name itself, even where it is a symbolic link, or empty when the name does not exist. */
    static Optional<BasicFileAttributes> of(Path path) throws IOException {
        return Optional.ofNullable(path.getFileSystem()
                .provider()
                .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }
}
