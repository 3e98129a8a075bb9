package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;

/** Prints the results of a collection of garbage. */
interface GarbageOutput {
    /** Prints a blob that was removed, or would be. Its size is in bytes. */
    void garbage(Digest digest, long size, Instant lastModified);

    /** Prints a link or a manifest that has left its repository, or would. */
    void left(Removable object);

    /** Prints a tag that has left its repository, or would. */
    void going(GoingTag tag);

    /** Prints a repository that stays as it is, because something in it cannot be read or understood. */
    void kept(RepositoryName repository, String key, String reason);

    /** Prints what cannot be read, or forbids a removal. */
    void problem(String key, String reason);

    /** Prints the totals. */
    void summary(GarbageReport report);
}
