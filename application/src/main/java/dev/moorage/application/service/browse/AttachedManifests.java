package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.ImageDescription.Attached;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What refers to a manifest, and what refers to that: a tree that is bounded in depth and in number. */
final class AttachedManifests {
    private static final int MAX_DEPTH = 3;

    /** The most manifests for which the referrers are listed. */
    private static final int MAX_LISTINGS = 32;

    private static final int MAX_ATTACHED = 256;

    private final ListReferrers referrers;
    private final RepositoryName repository;
    private int listings;
    private int attached;

    AttachedManifests(ListReferrers referrers, RepositoryName repository) {
        this.referrers = referrers;
        this.repository = repository;
    }

    List<Attached> of(Digest subject) throws IOException {
        return of(subject, 1);
    }

    private List<Attached> of(Digest subject, int depth) throws IOException {
        if (listings == MAX_LISTINGS) {
            return List.of();
        }
        listings++;
        List<Referrer> first;
        try (ReferrersPage page = referrers.list(repository, subject, Optional.empty(), Optional.empty())) {
            first = page.referrers();
        }
        List<Attached> result = new ArrayList<>();
        for (Referrer referrer : first) {
            if (attached == MAX_ATTACHED) {
                break;
            }
            attached++;
            Digest digest = referrer.descriptor().digest();
            result.add(new Attached(
                    digest,
                    referrer.artifactType().orElse(""),
                    referrer.descriptor().size(),
                    depth < MAX_DEPTH ? of(digest, depth + 1) : List.of()));
        }
        return result;
    }
}
