package dev.moorage.application.service.quota;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.QuotaExceededException;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.quota.Excess;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.domain.quota.Resource;
import dev.moorage.domain.quota.Usage;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Asks whether requests fit into quotas, and counts what they have added. */
final class QuotaGuard {
    private final StorageDriver storage;
    private final Quotas quotas;
    private final UsageLedger ledger;
    private final Links links;
    private final RepositoryTags tags;
    private final Catalog catalog;

    QuotaGuard(StorageDriver storage, Quotas quotas, UsageLedger ledger) {
        this.storage = storage;
        this.quotas = quotas;
        this.ledger = ledger;
        this.links = new Links(storage);
        this.tags = new RepositoryTags(storage, links);
        this.catalog = Catalog.withContent(storage);
    }

    /** Returns the quota for which a repository counts. */
    Optional<Quota> of(RepositoryName repository) {
        return quotas.of(repository);
    }

    /** Whether a repository has a blob. A request that repeats its push adds nothing. */
    boolean has(RepositoryName repository, Digest blob) throws IOException {
        return links.read(RegistryKeys.layerLink(repository, blob)).isPresent();
    }

    /** Whether a repository has a manifest. */
    boolean hasManifest(RepositoryName repository, Digest manifest) throws IOException {
        return links.read(RegistryKeys.revisionLink(repository, manifest)).isPresent();
    }

    /** Returns the size of stored bytes. */
    OptionalLong size(Digest digest) throws IOException {
        Optional<ObjectInfo> blob = storage.stat(RegistryKeys.blob(digest));
        return blob.isPresent() ? OptionalLong.of(blob.get().size()) : OptionalLong.empty();
    }

    /**
     * Requires that a repository exists or may be created. Repositories are counted by a listing.
     *
     * @throws QuotaExceededException if the namespace has as many as it may
     */
    void requireRepository(Quota quota, RepositoryName repository) throws IOException {
        OptionalLong limit = quota.limit(Resource.REPOSITORIES);
        if (limit.isPresent() && !catalog.contains(repository)) {
            long there = repositories(quota).size();
            require(quota, Resource.REPOSITORIES, there, 1);
        }
    }

    private List<RepositoryName> repositories(Quota quota) throws IOException {
        return catalog.namesIn(quota.namespace()).stream()
                .filter(name -> of(name).equals(Optional.of(quota)))
                .toList();
    }

    /**
     * Requires that something fits into a namespace.
     *
     * @throws QuotaExceededException if it is full
     */
    void requireRoom(Quota quota) {
        long used = ledger.used(quota).map(Usage::bytes).orElse(0L);
        require(quota, Resource.BYTES, used, 1);
    }

    private static void require(Quota quota, Resource resource, long used, long asked) {
        quota.excess(resource, used, asked).ifPresent(excess -> {
            throw new QuotaExceededException(excess);
        });
    }

    /**
     * Reserves bytes for a request.
     *
     * @throws QuotaExceededException if they do not fit
     */
    UsageLedger.Reservation reserve(Quota quota, long bytes) {
        UsageLedger.Reserved reserved = ledger.reserve(quota, bytes);
        if (reserved.excess().isPresent()) {
            throw new QuotaExceededException(reserved.excess().get());
        }
        return reserved.reservation();
    }

    /** Returns how long a body without a length may be, of which the storage has some bytes already. */
    long longestBody(Quota quota, long received) {
        long used = ledger.used(quota).map(Usage::bytes).orElse(0L);
        return Math.max(0, quota.longestBody(used) - received);
    }

    /** Signals that a body was longer than what fits. */
    QuotaExceededException tooLong(Quota quota, long bytes) {
        long used = ledger.used(quota).map(Usage::bytes).orElse(0L);
        return new QuotaExceededException(quota.excess(Resource.BYTES, used, Math.max(bytes, 1))
                .orElseGet(() -> new Excess(
                        quota.namespace(),
                        Resource.BYTES,
                        used,
                        quota.limit(Resource.BYTES).orElse(Long.MAX_VALUE),
                        bytes)));
    }

    /**
     * Counts content that a request has linked, in place of what it has reserved. Near the limit, other servers know of it when this
     * method returns.
     */
    void linked(Quota quota, UsageLedger.Reservation reservation, Digest digest, long size) throws IOException {
        ledger.linked(reservation, digest, size);
        if (ledger.isNear(quota, Resource.BYTES, 0)) {
            ledger.report();
        }
    }

    /** Learns what other servers have added, where that may decide about a manifest. */
    void refresh(Quota quota, long bytes) throws IOException {
        if (ledger.isNear(quota, Resource.BYTES, bytes)) {
            ledger.refresh();
        }
    }

    /** Returns how many of some tags a repository does not have. */
    int newTags(Quota quota, RepositoryName repository, List<Tag> named) throws IOException {
        int count = 0;
        if (quota.limit(Resource.TAGS).isPresent()) {
            for (Tag tag : named) {
                count += links.read(RegistryKeys.tagLink(repository, tag)).isEmpty() ? 1 : 0;
            }
        }
        return count;
    }

    /**
     * Requires that tags may be created. Near the limit, and where nothing was measured, they are counted by a listing.
     *
     * @throws QuotaExceededException if the namespace has too many
     */
    void requireTags(Quota quota, int created) throws IOException {
        boolean counts = created > 0 && quota.limit(Resource.TAGS).isPresent();
        if (counts && (ledger.used(quota).isEmpty() || ledger.isNear(quota, Resource.TAGS, created))) {
            AtomicLong there = new AtomicLong();
            for (RepositoryName repository : repositories(quota)) {
                tags.forEach(repository, _ -> there.incrementAndGet());
            }
            require(quota, Resource.TAGS, there.get(), created);
        }
    }

    /** Counts tags that a request has created. Near the limit, other servers know of them when this method returns. */
    void tagged(Quota quota, int created) throws IOException {
        if (created > 0) {
            ledger.tagged(quota, created);
            if (ledger.isNear(quota, Resource.TAGS, 0)) {
                ledger.report();
            }
        }
    }
}
