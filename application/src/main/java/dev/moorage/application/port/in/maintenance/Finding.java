package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that a verification found.
 *
 * @param key the object that it was found at
 * @param repository empty for a blob, which belongs to no repository in particular
 * @param detail for people
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
        /** A blob's or manifest's bytes do not hash to their key. */
        DAMAGED,
        /** A blob has another size than a manifest says. */
        WRONG_SIZE,
        /** A link file is empty, or names no digest. */
        UNREADABLE_LINK,
        /** A link file names other content than its key does. */
        WRONG_LINK,
        /** What is linked as a manifest is damaged, or is not JSON. */
        UNREADABLE_MANIFEST,
        /** A blob or manifest is linked into a repository, and its bytes are not there. */
        LINK_WITHOUT_BLOB,
        /** A tag names a manifest that the repository does not have. */
        TAG_WITHOUT_MANIFEST,
        /** A manifest refers to something that the repository does not have. */
        MISSING_REFERENCE,
        /** The store failed to read an object. */
        UNREADABLE,
        /** No link of any repository names a blob: it takes room, and does no harm. */
        UNREACHABLE;

        /** Whether it can make a pull fail. */
        public boolean isProblem() {
            return this != UNREACHABLE;
        }
    }

    /** What was done about it. */
    public enum Repair {
        /** Nothing: it was not asked for, or what to do is not certain. */
        NONE,
        /** The link names again what its key, or all that is around it, says. */
        RELINKED,
        /** The blob was moved aside, so that the next push of its digest puts it back. */
        QUARANTINED,
        /** Nothing: somebody else changed the object meanwhile. */
        OVERTAKEN,
        /** It was tried, and the store failed. */
        FAILED;

        /** Whether something was changed. */
        public boolean isDone() {
            return this == RELINKED || this == QUARANTINED;
        }
    }
}
