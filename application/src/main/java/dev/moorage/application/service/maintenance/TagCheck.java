package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.Finding.Kind;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Checks the current link of a tag. An unreadable link can be repaired only if the tag's index has a single entry and
 * the repository has that manifest. The index is written before the tag, so the tag cannot have named anything else.
 */
final class TagCheck {
    private final StorageDriver storage;
    private final Links links;
    private final LinkRepair repair;
    private final VerifyCounters tally;

    TagCheck(StorageDriver storage, Links links, LinkRepair repair, VerifyCounters tally) {
        this.storage = storage;
        this.links = links;
        this.repair = repair;
        this.tally = tally;
    }

    void look(RepositoryKey.TagCurrent tag) throws IOException {
        Optional<Links.Stored> stored = links.inspect(tag.key());
        if (stored.isEmpty()) {
            return; // Deleted after it was listed.
        }
        Optional<Digest> target = stored.get().target();
        if (target.isEmpty()) {
            Optional<Digest> only = onlyEntry(tag);
            Repair done = only.isEmpty()
                    ? Repair.NONE
                    : repair.relink(tag, stored.get(), only.get(), isThere(tag, only.get()));
            found(tag, Kind.UNREADABLE_LINK, "names no digest", done);
        } else if (!isThere(tag, target.get()) && links.inspect(tag.key()).equals(stored)) {
            found(tag, Kind.TAG_WITHOUT_MANIFEST, target.get() + " is not in the repository", Repair.NONE);
        }
    }

    /**
     * Returns whether the repository has a link to a manifest. If that link cannot be read, it is a finding of its own.
     */
    private boolean isThere(RepositoryKey.TagCurrent tag, Digest manifest) throws IOException {
        return links.inspect(RegistryKeys.revisionLink(tag.repository(), manifest))
                .isPresent();
    }

    private Optional<Digest> onlyEntry(RepositoryKey.TagCurrent tag) throws IOException {
        ObjectKey index = RegistryKeys.tag(tag.repository(), tag.tag()).resolve("index");
        List<ObjectPage.Entry> entries =
                storage.list(index, ListOptions.recursive(2)).entries();
        return entries.size() == 1
                ? RegistryKeys.digestOfLink(entries.getFirst().key())
                : Optional.empty();
    }

    private void found(RepositoryKey.TagCurrent tag, Kind kind, String detail, Repair done) {
        tally.found(new Finding(kind, tag.key().value(), Optional.of(tag.repository()), detail, done));
    }
}
