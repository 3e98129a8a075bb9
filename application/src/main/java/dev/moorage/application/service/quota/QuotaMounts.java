package dev.moorage.application.service.quota;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Quota;
import java.io.IOException;
import java.util.Optional;

/**
 * Mounts that fit into quotas. A blob that the namespace has already adds nothing, as far as the source shows that. The size of a
 * blob decides only where the caller may read it.
 */
record QuotaMounts(MountBlob mount, QuotaGuard guard) implements MountBlob {
    @Override
    public boolean mount(Caller caller, RepositoryName repository, Digest digest, Optional<RepositoryName> from)
            throws IOException {
        Optional<Quota> quota = guard.of(repository);
        if (quota.isEmpty() || guard.has(repository, digest)) {
            return mount.mount(caller, repository, digest, from);
        }
        guard.requireRepository(quota.get(), repository);
        boolean isReadable = from.isPresent() && caller.may(Action.PULL, from.get()) && guard.has(from.get(), digest);
        if (isReadable && guard.of(from.get()).equals(quota)) {
            return mount.mount(caller, repository, digest, from);
        }
        long size = guard.size(digest).orElse(0);
        try (UsageLedger.Reservation reservation = guard.reserve(quota.get(), isReadable ? size : 1)) {
            boolean mounted = mount.mount(caller, repository, digest, from);
            if (mounted) {
                guard.linked(quota.get(), reservation, digest, size);
            }
            return mounted;
        }
    }
}
