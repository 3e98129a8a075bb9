package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Stores objects as files. Each is written as a whole under a temporary name, and is replaced and removed by name. */
final class ObjectFiles {
    private final Root root;
    private final ObjectReads reads;
    private final ObjectNames names;
    private final Fsync forcing;
    private final FileModes modes;

    ObjectFiles(Root root, ObjectReads reads, ObjectNames names, Fsync forcing, FileModes modes) {
        this.root = root;
        this.reads = reads;
        this.names = names;
        this.forcing = forcing;
        this.modes = modes;
    }

    /** The file that has the object's name now, and its version. */
    private record Written(Optional<FsyncedNames.Identity> identity, ObjectVersion version) {}

    /** Writes a new file under a temporary name, and renames it to the object's name. Returns the version of the file. */
    ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        Path target = root.of(key);
        try {
            if (condition instanceof WriteCondition.IfAbsent) {
                require(key, condition); // The condition is checked before anything is written.
            }
            Written written = written(key, target, content, condition, durability);
            names.force(target, written.identity(), durability);
            return written.version();
        } catch (ConditionFailedException e) {
            if (condition instanceof WriteCondition.IfAbsent && durability == Durability.POWER_LOSS) {
                names.sync(key);
            }
            throw e;
        } catch (IOException e) {
            boolean full = FilesystemExceptions.isFull(e);
            if (!full || content.length > 0 || durability == Durability.POWER_LOSS || !empty(key, condition)) {
                throw e;
            }
            return Versions.of(content);
        }
    }

    private Written written(ObjectKey key, Path target, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        Path temporary = root.newTemporaryFile(key);
        try {
            return written(temporary, key, target, content, condition, durability);
        } catch (AtomicMoveNotSupportedException _) {
            Path there = Root.newFile(root.links().onAFileSystemOfItsOwn(key));
            return written(there, key, target, content, condition, durability);
        }
    }

    private Written written(
            Path temporary, ObjectKey key, Path target, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        boolean moved = false;
        try {
            write(temporary, root.audience(target), content, durability);
            Optional<FsyncedNames.Identity> identity = FsyncedNames.identity(temporary);
            ObjectVersion version = names.lockedWithParent(key, target, () -> {
                require(key, condition);
                ObjectVersion later = Versions.isHashed(content.length)
                        ? Versions.of(content)
                        : Versions.ofReplacement(temporary, target);
                move(temporary, target);
                return later;
            });
            moved = true;
            return new Written(identity, version);
        } finally {
            if (!moved) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Truncates an object's file to 0 bytes. This is possible even on a disk with no room for another file. A reader of the
     * object gets an exception at that moment.
     *
     * @return whether the object exists
     */
    private boolean empty(ObjectKey key, WriteCondition condition) throws IOException {
        Path target = root.of(key);
        return names.locked(key, () -> {
            require(key, condition);
            if (ObjectReads.attributes(target).isEmpty()) {
                return false;
            }
            try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                file.truncate(0);
            }
            return true;
        });
    }

    private void write(Path temporary, FileModes.Audience audience, byte[] content, Durability durability)
            throws IOException {
        try (FileChannel file = modes.createFile(temporary, audience)) {
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
     * Deletes an object.
     *
     * @return whether the object existed
     */
    boolean delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        Path path = root.of(key);
        boolean deleted = names.locked(key, () -> {
            require(key, condition);
            return ObjectReads.attributes(path).isPresent() && Files.deleteIfExists(path);
        });
        names.forceAbsence(path, durability);
        return deleted;
    }

    private void require(ObjectKey key, WriteCondition condition) throws IOException {
        boolean holds = switch (condition) {
            case WriteCondition.Any _ -> true;
            case WriteCondition.IfAbsent _ ->
                ObjectReads.attributes(root.of(key)).isEmpty();
            case WriteCondition.IfVersion(ObjectVersion version) ->
                reads.stat(key).map(ObjectInfo::version).equals(Optional.of(version));
        };
        if (!holds) {
            throw new ConditionFailedException(key);
        }
    }
}
