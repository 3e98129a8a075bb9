package dev.moorage.application.service.manifest;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.memory.MemoryShortException;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.service.manifest.parse.BoundedAnnotations;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lists the manifests whose subject is a digest, from every source that the registry has. Each candidate is read, so
 * that the list contains only manifests with this subject. Damaged manifests are left out. A page is limited by the
 * number and the bytes of the manifests that are read for it. Each descriptor is limited in bytes, so that a page has
 * at most {@value #MAX_READS} times 16 KiB, 4 MiB of JSON.
 */
final class ListReferrersService implements ListReferrers {
    /** The greatest number of manifests that are read for a page. */
    private static final int MAX_READS = 256;

    /** The number of manifests that are read at the same time, before the size of the page is checked again. */
    private static final int BATCH = 16;

    /** The number of bytes of manifests after which a page ends, at the end of a batch. */
    private static final long MAX_BYTES_READ = 16 << 20;

    private static final int MAX_ANNOTATION_BYTES = 11 * 1024;
    private static final int MAX_ARTIFACT_TYPE_BYTES = 4 * 1024;

    private static final int OTHER_FIELD_BYTES = 512;
    private static final int MAX_DESCRIPTOR_BYTES = MAX_ANNOTATION_BYTES + MAX_ARTIFACT_TYPE_BYTES + OTHER_FIELD_BYTES;

    private final ManifestStore manifests;
    private final ReferrerDigests digests;
    private final MemoryBudget memory;

    ListReferrersService(ManifestStore manifests, ReferrerDigests digests, MemoryBudget memory) {
        this.manifests = manifests;
        this.digests = digests;
        this.memory = memory;
    }

    @Override
    public ReferrersPage list(
            RepositoryName repository, Digest subject, Optional<String> artifactType, Optional<Digest> after)
            throws IOException {
        NavigableSet<String> found = digests.find(repository, subject, after, MAX_READS + 1);
        List<Digest> candidates =
                found.stream().limit(MAX_READS).map(Digest::parse).toList();
        Optional<Digest> next = found.size() > MAX_READS ? Optional.of(candidates.getLast()) : Optional.empty();
        AtomicLong bytesRead = new AtomicLong();
        MemoryBudget.Lease lease = memory.lease();
        try {
            List<Referrer> referrers = new ArrayList<>();
            for (int from = 0; from < candidates.size(); from += BATCH) {
                List<Digest> batch = candidates.subList(from, Math.min(candidates.size(), from + BATCH));
                read(repository, subject, batch, bytesRead).stream()
                        .filter(referrer -> artifactType.isEmpty() || artifactType.equals(referrer.artifactType()))
                        .map(ListReferrersService::bounded)
                        .forEach(referrers::add);
                reserve(lease, referrers);
                if (bytesRead.get() >= MAX_BYTES_READ && from + BATCH < candidates.size()) {
                    next = Optional.of(batch.getLast());
                    break;
                }
            }
            return new ReferrersPage(referrers, next, lease);
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /**
     * Reserves memory for the page. A page that becomes large reserves all its memory at once: two pages that grow step
     * by step would wait for each other.
     */
    private static void reserve(MemoryBudget.Lease lease, List<Referrer> referrers) throws MemoryShortException {
        long bytes = referrers.stream().mapToLong(ListReferrersService::bytes).sum();
        lease.reserve(bytes <= MemoryBudget.SMALL ? bytes : (long) MAX_READS * MAX_DESCRIPTOR_BYTES);
    }

    private static long bytes(Referrer referrer) {
        return OTHER_FIELD_BYTES
                + referrer.artifactType().map(BoundedAnnotations::jsonLength).orElse(0L)
                + BoundedAnnotations.jsonLength(referrer.annotations());
    }

    private List<Referrer> read(RepositoryName repository, Digest subject, List<Digest> batch, AtomicLong bytesRead)
            throws IOException {
        Map<Digest, Referrer> referrers = new ConcurrentHashMap<>();
        ParallelWork.forEach(
                batch,
                BATCH,
                digest -> read(repository, subject, digest, bytesRead)
                        .ifPresent(referrer -> referrers.put(digest, referrer)));
        return batch.stream()
                .flatMap(digest -> Optional.ofNullable(referrers.get(digest)).stream())
                .toList();
    }

    private Optional<Referrer> read(RepositoryName repository, Digest subject, Digest digest, AtomicLong bytesRead)
            throws IOException {
        Optional<Digest> linked = manifests.resolve(repository, new Reference.ByDigest(digest));
        Optional<StoredBytes> found = linked.isPresent() ? manifests.readUndamaged(linked.get()) : Optional.empty();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredBytes bytes = found.get()) {
            bytesRead.addAndGet(bytes.content().length);
            BoundedAnnotations annotations = new BoundedAnnotations(MAX_ANNOTATION_BYTES);
            StoredManifest manifest = bytes.parse(annotations);
            return manifest.subject()
                    .filter(subject::equals)
                    .map(_ -> new Referrer(
                            new Descriptor(manifest.mediaType(), digest, bytes.content().length),
                            manifest.artifactType(),
                            annotations.kept()));
        }
    }

    /** Leaves out an artifact type of unreasonable length. */
    private static Referrer bounded(Referrer referrer) {
        return new Referrer(
                referrer.descriptor(),
                referrer.artifactType().filter(type -> BoundedAnnotations.jsonLength(type) <= MAX_ARTIFACT_TYPE_BYTES),
                referrer.annotations());
    }
}
