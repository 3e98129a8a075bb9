package dev.moorage.application.service.garbage.trash;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * What the trash has of one repository, each thing as it was removed last.
 *
 * <p>A client's record is written before its deletes, at a time <em>c</em>. A collector's record says when the link was written that
 * it took: at a time <em>w</em>. If <em>c</em> is later than <em>w</em>, the client has asked for the removal of what the
 * collector took, or of something newer. Otherwise the link was written again after the client's removal. The time of a
 * collector's record says nothing, because a collector may stall before it writes, and adds to a record.
 */
public final class LastRemovals {
    private static final BinaryOperator<Removal> LAST = BinaryOperator.maxBy(
            Comparator.comparing(Removal::order).thenComparing(removal -> removal.by() == By.COLLECTOR));

    private final Map<Digest, Removal> links = new LinkedHashMap<>();
    private final Map<Digest, Removal> revisions = new LinkedHashMap<>();
    private final Map<Tag, Removal> tags = new LinkedHashMap<>();

    /** A removal, with the time that decides which one is the last. */
    private record Removal(Trashed trashed, By by, Instant order) {}

    LastRemovals() {}

    /** Reads the trash of a repository. */
    public static LastRemovals of(Trash trash, RepositoryName repository) throws IOException {
        LastRemovals removals = new LastRemovals();
        trash.forEach(repository, removals::add);
        return removals;
    }

    private void add(Trash.Stored stored) {
        Instant recorded = stored.object().lastModified();
        stored.record()
                .ifPresent(record -> record.content().forEach(trashed -> {
                    switch (trashed) {
                        case TrashedLink link ->
                            links.merge(link.digest(), removal(link, link.written(), record.by(), recorded), LAST);
                        case TrashedRevision revision ->
                            revisions.merge(
                                    revision.digest(),
                                    removal(revision, revision.written(), record.by(), recorded),
                                    LAST);
                        case TrashedTag tag -> tags.merge(tag.tag(), new Removal(tag, record.by(), recorded), LAST);
                    }
                }));
    }

    private static Removal removal(Trashed trashed, Optional<Instant> written, By by, Instant recorded) {
        return new Removal(trashed, by, by == By.COLLECTOR ? written.orElse(recorded) : recorded);
    }

    /** Returns the digest of the bytes of a blob whose link was removed last by one of the causes. */
    Optional<Digest> link(Digest digest, Set<By> causes) {
        return bytes(links, digest, causes);
    }

    /** Returns the digest of the bytes of a manifest that was removed last by one of the causes. */
    Optional<Digest> revision(Digest digest, Set<By> causes) {
        return bytes(revisions, digest, causes);
    }

    private static Optional<Digest> bytes(Map<Digest, Removal> removals, Digest digest, Set<By> causes) {
        return Optional.ofNullable(removals.get(digest))
                .filter(removal -> causes.contains(removal.by()))
                .map(removal -> removal.trashed().bytes());
    }

    /** Returns each thing as it was last, links first and tags last. */
    public List<Trashed> all() {
        return Stream.of(links, revisions, tags)
                .flatMap(removals -> removals.values().stream())
                .map(Removal::trashed)
                .toList();
    }
}
