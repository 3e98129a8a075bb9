package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.Finding.Kind;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks the links whose keys contain the digest that they name: the links to layers and revisions, and the index
 * entries of tags and referrers. If a link of this kind is unreadable, its key shows what it should contain.
 */
final class LinkCheck {
    private final Links links;
    private final StoredBlobs blobs;
    private final LinkRepair repair;
    private final VerifyCounters tally;

    LinkCheck(Links links, StoredBlobs blobs, LinkRepair repair, VerifyCounters tally) {
        this.links = links;
        this.blobs = blobs;
        this.repair = repair;
        this.tally = tally;
    }

    /** Checks a link. Returns the digest of the content that it leads to, if the content exists. */
    Optional<Digest> look(RepositoryKey link, Digest named) throws IOException {
        Optional<Links.Stored> stored = links.inspect(link.key());
        if (stored.isEmpty()) {
            return Optional.empty(); // Deleted after it was listed.
        }
        Optional<Digest> target = stored.get().target();
        if (target.isEmpty()) {
            return heal(link, named, stored.get(), Kind.UNREADABLE_LINK, "names no digest");
        }
        boolean there = blobs.stat(target.get()).isPresent();
        if (!target.get().equals(named)
                && !(there ? isSame(target.get(), named) : isOfAnotherAlgorithm(target.get(), named))) {
            return heal(link, named, stored.get(), Kind.WRONG_LINK, "names " + target.get());
        }
        if (there) {
            return target;
        }
        if (isOfIndex(link)) {
            tally.stale();
        } else if (links.inspect(link.key()).equals(stored)) {
            tally.found(new Finding(
                    Kind.LINK_WITHOUT_BLOB,
                    link.key().value(),
                    Optional.of(link.repository()),
                    target.get() + " is not there",
                    Repair.NONE));
        }
        return Optional.empty();
    }

    private Optional<Digest> heal(RepositoryKey link, Digest named, Links.Stored broken, Kind kind, String detail)
            throws IOException {
        boolean there = blobs.stat(named).isPresent();
        Repair done = repair.relink(link, broken, named, there || isOfIndex(link));
        tally.found(new Finding(kind, link.key().value(), Optional.of(link.repository()), detail, done));
        return there ? Optional.of(named) : Optional.empty();
    }

    /**
     * Returns whether both digests are of the same bytes. CNCF Distribution stores under sha256 what was pushed by
     * another algorithm, and links to that.
     */
    private boolean isSame(Digest target, Digest named) throws IOException {
        return isOfAnotherAlgorithm(target, named)
                && blobs.read(target, named.algorithm())
                        .filter(read -> read.actual().equals(named))
                        .isPresent();
    }

    private static boolean isOfAnotherAlgorithm(Digest target, Digest named) {
        return target.algorithm() != named.algorithm();
    }

    /**
     * Returns whether the link is an index entry. Its target is not served to clients, and a delete leaves it behind.
     */
    private static boolean isOfIndex(RepositoryKey link) {
        return switch (link) {
            case RepositoryKey.TagIndex _, RepositoryKey.Referrer _ -> true;
            case RepositoryKey.Layer _, RepositoryKey.Revision _, RepositoryKey.TagCurrent _ -> false;
        };
    }
}
