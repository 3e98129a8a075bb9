package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What the file system knows of a name. Most names that are asked for while something is stored are not there yet: no exception
 * is made for them, as {@link java.nio.file.Files#readAttributes} would, which costs more than the question.
 */
final class FileAttributes {
    private FileAttributes() {}

    /** Of the name itself, also where it is a link; empty when there is nothing. */
    static Optional<BasicFileAttributes> of(Path path) throws IOException {
        return Optional.ofNullable(path.getFileSystem()
                .provider()
                .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }
}
