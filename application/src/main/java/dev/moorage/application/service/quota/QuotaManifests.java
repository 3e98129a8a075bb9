package dev.moorage.application.service.quota;

import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.quota.Quota;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Manifests that fit into quotas. A manifest comes last in a push, so that here it is decided what stays: near the limit, servers
 * report what they have linked before they answer, and a manifest reads all reports.
 */
record QuotaManifests(PutManifest put, QuotaGuard guard) implements PutManifest {
    @Override
    public PutManifestResult put(PutManifestCommand command) throws IOException {
        Optional<Quota> quota = guard.of(command.repository());
        return quota.isEmpty() ? put.put(command) : put(quota.get(), command);
    }

    private PutManifestResult put(Quota quota, PutManifestCommand command) throws IOException {
        RepositoryName repository = command.repository();
        Digest digest = digest(command);
        int newTags = guard.newTags(quota, repository, tags(command));
        guard.requireTags(quota, newTags);
        long bytes = guard.hasManifest(repository, digest) ? 0 : command.content().length;
        if (bytes > 0) {
            guard.requireRepository(quota, repository);
            guard.refresh(quota, bytes);
        }
        try (UsageLedger.Reservation reservation = guard.reserve(quota, bytes)) {
            PutManifestResult result = put.put(command);
            if (bytes > 0) {
                guard.linked(quota, reservation, digest, bytes);
            }
            guard.tagged(quota, newTags);
            return result;
        }
    }

    private static Digest digest(PutManifestCommand command) {
        return switch (command.reference()) {
            case Reference.ByDigest(Digest digest) -> digest;
            case Reference.ByTag _ -> Digest.of(DigestAlgorithm.CANONICAL, command.content());
        };
    }

    /** Returns every tag that a request sets, once. */
    private static List<Tag> tags(PutManifestCommand command) {
        Stream<Tag> named = command.reference() instanceof Reference.ByTag(Tag tag) ? Stream.of(tag) : Stream.empty();
        return Stream.concat(named, command.tags().stream()).distinct().toList();
    }
}
