package dev.moorage.storage.fs;

import dev.moorage.storage.spi.driver.StripedLocks;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives files the names of objects, one change of a key at a time, and makes names survive a power cut. */
final class ObjectNames {
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_KNOWN = 16_384;

    private final Root root;
    private final KeyLocks locks;
    private final Directories directories;
    private final Fsync forcing;
    private final FsyncedNames durable = new FsyncedNames(MOST_KNOWN);

    ObjectNames(Root root, KeyLocks locks, Directories directories, Fsync forcing) {
        this.root = root;
        this.locks = locks;
        this.directories = directories;
        this.forcing = forcing;
    }

    <T> T locked(ObjectKey key, StripedLocks.Change<T> change) throws IOException {
        return locks.locked(key, change);
    }

    <T> T locked(ObjectKey key, ObjectKey other, StripedLocks.Change<T> change) throws IOException {
        return locks.locked(key, other, change);
    }

    /**
     * Creates the parent directory of a name and makes a change under the key's lock. Tries again when another thread or
     * process has found the directory empty and removed it.
     */
    <T> T lockedWithParent(ObjectKey key, Path target, StripedLocks.Change<T> change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                directories.make(Directories.above(target));
                return locks.locked(key, change);
            } catch (NoSuchFileException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Syncs the name that a file was given. The bytes of the file are already as durable as they are to be. */
    void force(Path target, Optional<FsyncedNames.Identity> named, Durability durability) throws IOException {
        directories.force(Directories.above(target), durability);
        if (durability == Durability.POWER_LOSS && named.isPresent()) {
            durable.add(Map.of(target, named.get()));
        }
    }

    /**
     * Syncs the absence of a name that was removed, or that was found to be absent. The writer that removed it may have been
     * killed before its fsync. Then removes the directories above the name that are empty.
     */
    void forceAbsence(Path target, Durability durability) throws IOException {
        directories.force(Directories.above(target), durability);
        directories.prune(Directories.above(target));
    }

    /**
     * Syncs the absence of many names. A folder that has become empty is removed first, so that the one above it needs one sync
     * for all of them.
     */
    void forceAbsences(Set<Path> targets, Durability durability) throws IOException {
        Set<Path> changed = new LinkedHashSet<>();
        for (Path target : targets) {
            changed.add(directories.withoutEmpty(Directories.above(target)));
        }
        for (Path directory : changed) {
            directories.force(directory, durability);
        }
        changed.forEach(directories::prune);
    }

    /**
     * Makes an object survive a power cut. Its writer may have been killed before the fsync, or may not have asked for one.
     *
     * @return whether the object existed during the whole call and survives a power cut
     */
    boolean sync(ObjectKey key) throws IOException {
        Path target = root.of(key);
        if (ObjectReads.attributes(target).isEmpty()) {
            return false;
        }
        try {
            Optional<FsyncedNames.Identity> there = FsyncedNames.identity(target);
            if (there.isEmpty() || !durable.contains(target, there.get())) {
                try (FileChannel file = FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                    forcing.file(file);
                }
                force(target, there, Durability.POWER_LOSS);
                return FsyncedNames.identity(target).equals(there);
            }
            return true;
        } catch (NoSuchFileException _) {
            return false; // The object was deleted during this call.
        }
    }
}
