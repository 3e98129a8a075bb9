package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.garbage.trash.TrashedContent;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the referrers of a manifest that is pushed after them (OCI Distribution Specification, section "Pushing Manifests with
 * Subject"). As long as the subject is not there, a collector takes them for garbage. The entry of a referrer stays while the
 * trash has its manifest, and is found by it.
 */
final class ReturningReferrers {
    /** The most referrers of a subject that come back. */
    private static final int MOST = 1000;

    private final StorageDriver storage;
    private final Links links;

    ReturningReferrers(StorageDriver storage, Links links) {
        this.storage = storage;
        this.links = links;
    }

    /**
     * Puts the referrers of a manifest back that the trash has, as far as their content is there. The link of the subject is
     * written already.
     *
     * @param revived puts them back
     * @param reliance receives the referrers
     * @return whether the manifest has referrers
     */
    boolean putBack(
            RepositoryName repository,
            Digest subject,
            RevivedManifests revived,
            Reliance reliance,
            TrashedContent trash)
            throws IOException {
        List<Digest> referrers =
                storage
                        .list(RegistryKeys.referrers(repository, subject), ListOptions.recursive(MOST))
                        .entries()
                        .stream()
                        .flatMap(entry -> RegistryKeys.digestOfLink(entry.key()).stream())
                        .toList();
        Set<Digest> absent = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(referrers, digest -> {
            reliance.add(new ManifestRevision(repository, digest));
            Optional<Digest> bytes = links.read(RegistryKeys.revisionLink(repository, digest));
            boolean there = bytes.isPresent()
                    && (!revived.hasRead(digest) || revived.stays(digest, bytes.get(), reliance, trash));
            if (!there) {
                absent.add(digest);
            }
        });
        if (!absent.isEmpty()) {
            TrashedContent now = trash.asOfNow();
            ParallelWork.forEach(List.copyOf(absent), digest -> revived.revive(digest, reliance, now));
        }
        return !referrers.isEmpty();
    }
}
