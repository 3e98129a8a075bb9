package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import java.io.IOException;
import java.util.Set;

/**
 * Corrects the digest in a link unless another process changes the link first. A corrected link makes its target needed, so
 * the docket is looked at as in a push.
 */
final class LinkRepair {
    private final StorageDriver storage;
    private final Docket docket;
    private final Links links;
    private final boolean asked;

    /**
     * @param asked whether a repair was requested
     */
    LinkRepair(StorageDriver storage, Docket docket, Links links, boolean asked) {
        this.storage = storage;
        this.docket = docket;
        this.links = links;
        this.asked = asked;
    }

    /**
     * Writes a link anew.
     *
     * @param certain whether it is certain that this is the link's target
     */
    Repair relink(RepositoryKey link, Links.Stored broken, Digest target, boolean certain) {
        if (!asked || !certain) {
            return Repair.NONE;
        }
        try {
            Reliance reliance = docket.rely(needs(link, target));
            reliance.settle();
            links.replace(link.key(), target, broken.version());
            boolean there = reliance.confirm(() -> links.inspect(link.key()).isPresent()
                    && storage.stat(RegistryKeys.blob(target)).isPresent());
            return there ? Repair.RELINKED : Repair.SUPERSEDED;
        } catch (ConditionFailedException _) {
            return Repair.SUPERSEDED;
        } catch (IOException _) {
            return Repair.FAILED;
        }
    }

    private static Set<Removable> needs(RepositoryKey link, Digest target) {
        RepositoryName repository = link.repository();
        return switch (link) {
            case RepositoryKey.Layer(var _, Digest digest) ->
                Set.of(new Blob(target), new BlobLink(repository, digest));
            case RepositoryKey.Revision(var _, Digest digest) ->
                Set.of(new Blob(target), new ManifestRevision(repository, digest));
            case RepositoryKey.TagCurrent(var _, Tag tag) ->
                Set.of(new Blob(target), new ManifestRevision(repository, target), new TagLink(repository, tag));
            case RepositoryKey.TagIndex _, RepositoryKey.Referrer _ -> Set.of(); // Entries of an index keep nothing.
        };
    }
}
