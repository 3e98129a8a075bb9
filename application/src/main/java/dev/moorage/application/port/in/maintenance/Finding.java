package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * One finding of a verification.
 *
 * @param key the key of the object or folder
 * @param repository the repository. Empty for a blob, which belongs to no particular repository
 * @param detail an explanation for people
 * @param repair what was done about it
 */
public record Finding(Kind kind, String key, Optional<RepositoryName> repository, String detail, Repair repair) {
    public Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(key);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(repair);
    }

    /** What is wrong. */
    public enum Kind {
        /** The bytes of a blob or manifest do not match the digest in their key. */
        DAMAGED,
        /** A blob has another size than a manifest states. */
        WRONG_SIZE,
        /** A link file is empty or does not contain a digest. */
        UNREADABLE_LINK,
        /** A link file names other content than its key does. */
        WRONG_LINK,
        /** Content that is linked as a manifest is damaged or not JSON. */
        UNREADABLE_MANIFEST,
        /** A blob or manifest is linked into a repository, and its bytes do not exist. */
        LINK_WITHOUT_BLOB,
        /** A tag names a manifest that the repository does not have. */
        TAG_WITHOUT_MANIFEST,
        /** A manifest refers to something that the repository does not have. */
        MISSING_REFERENCE,
        /** The store failed to read an object or a folder. */
        UNREADABLE,
        /** No link of any repository names this blob. It takes up space and does no harm. */
        UNREACHABLE;

        /** Returns whether this kind can make a pull fail. */
        public boolean isProblem() {
            return this != UNREACHABLE;
        }
    }

    /** What was done about it. */
    public enum Repair {
        /** Nothing was done: no repair was requested, or the right repair is not certain. */
        NONE,
        /** The link was rewritten with the digest that its key or its surroundings prove. */
        RELINKED,
        /** The blob was moved into quarantine. The next push of its digest restores it. */
        QUARANTINED,
        /** Nothing was done: another process changed the object first. */
        SUPERSEDED,
        /** The repair was attempted, and the store failed. */
        FAILED;

        /** Returns whether the repair changed something. */
        public boolean isDone() {
            return this == RELINKED || this == QUARANTINED;
        }
    }
}
