package dev.moorage.application.service.quota;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.quota.MeasureUsage;
import dev.moorage.application.service.maintenance.LinkedDigests;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Added;
import dev.moorage.domain.quota.Measurement;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.domain.quota.Usage;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures namespaces: first it reads what servers have reported, then it lists the links of the namespaces, and last the blobs
 * of the storage for their sizes. What is linked during the listing may be counted twice until the next measurement.
 */
final class MeasureUsageService implements MeasureUsage {
    /** How long a process is believed to measure. Two that measure at once do no harm. */
    private static final Duration TURN = Duration.ofMinutes(10);

    /** The age from which the report of a server is removed. Its server may be gone. */
    private static final Duration OLD = Duration.ofHours(1);

    private final StorageDriver storage;
    private final Quotas quotas;
    private final UsageObjects objects;
    private final Links links;
    private final StoreClock time;

    MeasureUsageService(StorageDriver storage, Quotas quotas, UsageObjects objects, InstantSource clock) {
        this.storage = storage;
        this.quotas = quotas;
        this.objects = objects;
        this.links = new Links(storage);
        this.time = new StoreClock(storage, clock, true);
    }

    @Override
    public boolean measureWhenDue(Duration interval) throws IOException {
        Instant now = time.now();
        if (!isDue(objects.measurement(), now, interval) || !objects.takeTurn(now.minus(shorter(TURN, interval)))) {
            return false;
        }
        measure();
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean isDue(Optional<Measurement> last, Instant now, Duration interval) {
        return last.isEmpty()
                || Duration.between(last.get().begun(), now).abs().compareTo(interval) >= 0
                || quotas.all().stream()
                        .anyMatch(quota -> !last.get()
                                .usage()
                                .containsKey(quota.namespace().value()));
    }

    @Override
    public void measure() throws IOException {
        Instant begun = time.now();
        Map<String, UsageObjects.Report> reports = objects.reports(); // Before the listings: they find what is in here.
        List<Namespace> namespaces = new ArrayList<>();
        for (Quota quota : quotas.all()) {
            Namespace namespace = new Namespace(quota);
            ObjectWalk.recursive(
                            storage,
                            RegistryKeys.REPOSITORIES.resolve(quota.namespace().value()))
                    .forEach(entry -> {
                        Optional<RepositoryKey> key = RepositoryKey.parse(entry.key());
                        if (key.isPresent()) {
                            namespace.add(key.get());
                        }
                    });
            namespaces.add(namespace);
        }
        if (namespaces.stream().anyMatch(Namespace::hasContent)) {
            ObjectWalk.recursive(storage, RegistryKeys.BLOBS).forEach(entry -> {
                if (entry instanceof ObjectPage.Found(var key, long size)) {
                    RegistryKeys.digestOfBlob(key)
                            .ifPresent(digest -> namespaces.forEach(namespace -> namespace.addSize(digest, size)));
                }
            });
        }
        Map<String, Usage> usage = new HashMap<>();
        namespaces.forEach(namespace -> usage.put(namespace.quota.namespace().value(), namespace.usage()));
        Map<String, Map<String, Added>> contained = new HashMap<>();
        reports.forEach((server, report) -> contained.put(server, report.added()));
        objects.store(new Measurement(begun, usage, contained));
        for (Map.Entry<String, UsageObjects.Report> report : reports.entrySet()) {
            if (report.getValue().written().isBefore(begun.minus(OLD))) {
                objects.remove(report.getKey(), report.getValue());
            }
        }
    }

    /** A namespace whose links are being listed. */
    private final class Namespace {
        private final Quota quota;
        private final LinkedDigests digests = new LinkedDigests();
        private Optional<RepositoryName> last = Optional.empty();
        private long repositories;
        private long tags;
        private long bytes;

        Namespace(Quota quota) {
            this.quota = quota;
        }

        void add(RepositoryKey key) throws IOException {
            if (!quotas.of(key.repository()).equals(Optional.of(quota))) {
                return; // It counts for a longer namespace.
            }
            switch (key) {
                case RepositoryKey.Layer(RepositoryName repository, Digest digest) -> add(key, repository, digest);
                case RepositoryKey.Revision(RepositoryName repository, Digest digest) -> add(key, repository, digest);
                case RepositoryKey.TagCurrent _ -> tags++;
                case RepositoryKey.TagIndex _, RepositoryKey.Referrer _ -> {
                    // The manifest has a link of its own.
                }
            }
        }

        private void add(RepositoryKey key, RepositoryName repository, Digest digest) throws IOException {
            digests.add(digest);
            if (digest.algorithm()
                    != DigestAlgorithm.CANONICAL) { // Distribution's link names a blob of the canonical one.
                links.read(key.key()).ifPresent(digests::add);
            }
            if (!last.equals(Optional.of(repository))) { // The links of a repository are listed one after the other.
                last = Optional.of(repository);
                repositories++;
            }
        }

        boolean hasContent() {
            return repositories > 0;
        }

        void addSize(Digest digest, long size) {
            if (digests.contains(digest)) {
                bytes += size;
            }
        }

        Usage usage() {
            return new Usage(bytes, repositories, tags);
        }
    }
}
