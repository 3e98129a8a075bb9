package dev.moorage.application.service.proxy;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.service.manifest.parse.BoundedAnnotations;
import dev.moorage.application.service.proxy.ProxiedRepositories.Proxied;
import dev.moorage.application.service.proxy.UpstreamReferrers.Listed;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lists the referrers that a manifest has at its upstream, and those that are stored. Where a tag that the upstream has no more is hidden,
 * a stored referrer that it does not list is hidden too.
 */
final class ProxiedReferrers implements ListReferrers {
    /** The most referrers of a page. */
    private static final int MOST = 256;

    /** The most bytes of a page, at which it ends. */
    private static final long MAX_BYTES = 4L << 20;

    private static final int OTHER_FIELD_BYTES = 512;

    private final ListReferrers stored;
    private final ProxiedRepositories repositories;
    private final UpstreamReferrers upstreams;

    ProxiedReferrers(ListReferrers stored, ProxiedRepositories repositories, UpstreamReferrers upstreams) {
        this.stored = stored;
        this.repositories = repositories;
        this.upstreams = upstreams;
    }

    @Override
    public ReferrersPage list(
            RepositoryName repository, Digest subject, Optional<String> artifactType, Optional<Digest> after)
            throws IOException {
        Optional<Proxied> proxied = repositories.find(repository);
        if (proxied.isEmpty()) {
            return stored.list(repository, subject, artifactType, after);
        }
        Listed listed;
        try {
            listed = upstreams.of(proxied.get(), subject);
        } catch (UpstreamFailedException e) {
            return stored(stored.list(repository, subject, artifactType, after), e);
        }
        List<Referrer> wanted = listed.referrers().stream()
                .filter(referrer -> artifactType.isEmpty() || artifactType.equals(referrer.artifactType()))
                .filter(referrer -> after.isEmpty() || isAfter(referrer, after.get()))
                .toList();
        boolean isAlone = listed.isCurrent() && !proxied.get().rules().servesMissingTags();
        ReferrersPage here = stored.list(repository, subject, artifactType, after);
        try {
            return isAlone ? page(wanted, Optional.empty(), here.lease()) : merged(here, wanted);
        } catch (IOException | RuntimeException e) {
            here.close();
            throw e;
        }
    }

    /** Returns the stored referrers, if there are any. An empty list would say that the manifest has none. */
    private static ReferrersPage stored(ReferrersPage here, UpstreamFailedException failure)
            throws UpstreamFailedException {
        if (here.referrers().isEmpty() && here.next().isEmpty()) {
            here.close();
            throw failure;
        }
        return here;
    }

    private static boolean isAfter(Referrer referrer, Digest after) {
        return referrer.descriptor().digest().toString().compareTo(after.toString()) > 0;
    }

    /** Returns the referrers of both, up to the place to which the stored ones are known. */
    private static ReferrersPage merged(ReferrersPage here, List<Referrer> upstream) throws IOException {
        TreeMap<String, Referrer> all = new TreeMap<>();
        Optional<Digest> end = here.next();
        upstream.stream()
                .filter(referrer -> end.isEmpty() || !isAfter(referrer, end.get()))
                .forEach(referrer -> all.put(referrer.descriptor().digest().toString(), referrer));
        here.referrers()
                .forEach(referrer -> all.put(referrer.descriptor().digest().toString(), referrer));
        return page(List.copyOf(all.values()), end, here.lease());
    }

    /** Returns the first of these referrers. If there are more, the page says so. */
    private static ReferrersPage page(List<Referrer> referrers, Optional<Digest> next, MemoryBudget.Lease lease)
            throws IOException {
        List<Referrer> first = new ArrayList<>();
        long bytes = 0;
        for (Referrer referrer : referrers) {
            long more = bytes(referrer);
            if (first.size() == MOST || bytes + more > MAX_BYTES && !first.isEmpty()) {
                break;
            }
            first.add(referrer);
            bytes += more;
        }
        lease.reserve(bytes <= MemoryBudget.SMALL ? bytes : Math.max(bytes, MAX_BYTES));
        boolean isCut = first.size() < referrers.size();
        return new ReferrersPage(
                first, isCut ? Optional.of(first.getLast().descriptor().digest()) : next, lease);
    }

    private static long bytes(Referrer referrer) {
        return OTHER_FIELD_BYTES
                + referrer.artifactType().map(BoundedAnnotations::jsonLength).orElse(0L)
                + BoundedAnnotations.jsonLength(referrer.annotations());
    }
}
