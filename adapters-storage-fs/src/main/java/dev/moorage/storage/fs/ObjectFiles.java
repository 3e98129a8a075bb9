package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.ConditionFailedException;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectVersion;
import dev.moorage.application.port.out.storage.StorageFullException;
import dev.moorage.application.port.out.storage.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Objects that are there, as files: read, replaced and removed by name. Symbolic links are no objects. */
final class ObjectFiles {
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_KNOWN = 16_384;

    private final Root root;
    private final KeyLocks locks;
    private final Directories directories;
    private final Forcing forcing;
    private final KnownNames durable = new KnownNames(MOST_KNOWN);

    ObjectFiles(Root root, KeyLocks locks, Directories directories, Forcing forcing) {
        this.root = root;
        this.locks = locks;
        this.directories = directories;
        this.forcing = forcing;
    }

    /** The file of an object, open for reading; empty when there is none. */
    Optional<FileChannel> open(ObjectKey key) throws IOException {
        Path path = root.of(key);
        if (attributes(path).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        Optional<BasicFileAttributes> attributes = attributes(root.of(key));
        if (attributes.isPresent() && !Versions.isHashed(attributes.get().size())) {
            return attributes.map(known -> new ObjectInfo(
                    key,
                    known.size(),
                    Versions.of(known),
                    known.lastModifiedTime().toInstant()));
        }
        Optional<FileChannel> file = open(key);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel opened = file.get()) {
            return Optional.of(info(key, opened));
        }
    }

    /** What is known of a file that is open: its size and, where it is small, its version are those of what is read. */
    ObjectInfo info(ObjectKey key, FileChannel file) throws IOException {
        Optional<BasicFileAttributes> attributes = attributes(root.of(key));
        long size = file.size();
        ObjectVersion version = Versions.isHashed(size) || attributes.isEmpty()
                ? Versions.of(file, size)
                : Versions.of(attributes.get());
        Instant lastModified =
                attributes.map(known -> known.lastModifiedTime().toInstant()).orElse(Instant.EPOCH);
        return new ObjectInfo(key, size, version, lastModified);
    }

    /** Those of a regular file; empty where there is none. */
    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return FileAttributes.of(path).filter(BasicFileAttributes::isRegularFile);
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Writes a new file beside everything, and gives it the object's name. */
    void put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability) throws IOException {
        Path target = root.of(key);
        Path temporary = root.newTemporaryFile();
        boolean moved = false;
        try {
            if (condition instanceof WriteCondition.IfAbsent) {
                require(key, condition); // Nothing needs to be written to find that out.
            }
            write(temporary, content, durability);
            Optional<KnownNames.Identity> written = KnownNames.identity(temporary);
            withParent(
                    target,
                    () -> locks.locked(key, () -> {
                        require(key, condition);
                        return Files.move(
                                temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    }));
            moved = true;
            forceName(target, written, durability);
        } catch (ConditionFailedException e) {
            if (condition instanceof WriteCondition.IfAbsent && durability == Durability.POWER_LOSS) {
                persist(key);
            }
            throw e;
        } catch (IOException e) {
            boolean full = Failures.translated(e) instanceof StorageFullException;
            if (!full || content.length > 0 || durability == Durability.POWER_LOSS || !empty(key, condition)) {
                throw e;
            }
        } finally {
            if (!moved) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * Empties an object where it is: so much can be done on a disk with no room for another file. Whoever reads it at that moment
     * is told that it has failed.
     *
     * @return whether there is one
     */
    private boolean empty(ObjectKey key, WriteCondition condition) throws IOException {
        Path target = root.of(key);
        return locks.locked(key, () -> {
            require(key, condition);
            if (attributes(target).isEmpty()) {
                return false;
            }
            try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                file.truncate(0);
            }
            return true;
        });
    }

    /**
     * Whoever wrote an object may not have come to forcing it, or may not have wanted to.
     *
     * @return whether what is there was there all the time, and survives a power cut
     */
    boolean persist(ObjectKey key) throws IOException {
        Path target = root.of(key);
        if (attributes(target).isEmpty()) {
            return false;
        }
        try {
            Optional<KnownNames.Identity> there = KnownNames.identity(target);
            if (there.isEmpty() || !durable.contains(target, there.get())) {
                try (FileChannel file = FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                    forcing.file(file);
                }
                forceName(target, there, Durability.POWER_LOSS);
                return KnownNames.identity(target).equals(there);
            }
            return true;
        } catch (NoSuchFileException _) {
            return false; // It was deleted meanwhile.
        }
    }

    /** After a file whose bytes are as durable as they are to be got its name. */
    private void forceName(Path target, Optional<KnownNames.Identity> named, Durability durability) throws IOException {
        directories.force(Directories.above(target), durability);
        if (durability == Durability.POWER_LOSS && named.isPresent()) {
            durable.add(Map.of(target, named.get()));
        }
    }

    private void write(Path temporary, byte[] content, Durability durability) throws IOException {
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            if (durability == Durability.POWER_LOSS) {
                forcing.file(file);
            }
        }
    }

    /**
     * Gives a file that is written and forced an object's name; tells whether there was none of that size yet. One that was there
     * may be deleted before it is known to survive a power cut: then the file takes its place after all.
     *
     * @throws NoSuchFileException when the file is gone
     */
    boolean publish(Path file, long size, ObjectKey key) throws IOException {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            boolean created = rename(file, size, key);
            if (created || persist(key)) {
                return created;
            }
        }
        throw new IOException("an object is written and deleted again and again");
    }

    /** Whether the object was not there, with that size, and is now. */
    private boolean rename(Path file, long size, ObjectKey key) throws IOException {
        Path target = root.of(key);
        Optional<KnownNames.Identity> written = KnownNames.identity(file);
        boolean created = withParent(
                target,
                () -> locks.locked(key, () -> {
                    if (attributes(target).filter(there -> there.size() == size).isPresent()) {
                        return false;
                    }
                    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    return true;
                }));
        if (created) {
            forceName(target, written, Durability.POWER_LOSS);
        }
        return created;
    }

    /** Makes the directory that a name goes into, as often as somebody else finds it empty and takes it away again. */
    private <T> T withParent(Path target, KeyLocks.Change<T> change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                directories.make(Directories.above(target));
                return change.apply();
            } catch (NoSuchFileException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        Path path = root.of(key);
        locks.locked(key, () -> {
            require(key, condition);
            return attributes(path).isPresent() && Files.deleteIfExists(path);
        });
        // Also when it was absent: whoever deleted it may not have come to forcing that.
        directories.force(Directories.above(path), durability);
        directories.prune(Directories.above(path));
    }

    private void require(ObjectKey key, WriteCondition condition) throws IOException {
        boolean holds = switch (condition) {
            case WriteCondition.Any _ -> true;
            case WriteCondition.IfAbsent _ -> attributes(root.of(key)).isEmpty();
            case WriteCondition.IfVersion(ObjectVersion version) ->
                stat(key).map(ObjectInfo::version).equals(Optional.of(version));
        };
        if (!holds) {
            throw new ConditionFailedException(key);
        }
    }
}
