package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;

/** Fetches images from upstreams before a client asks for them. What is kept already is not fetched again. */
public interface PrefetchImages {
    /**
     * Fetches an image with all that it needs.
     *
     * @throws PrefetchException the image is unknown, or it is not complete afterwards
     * @throws IOException the upstream could not say, or storage failed. What was fetched until then is kept
     */
    Prefetched prefetch(Request request) throws IOException;

    /**
     * What is fetched.
     *
     * @param platforms the platforms of an index whose images are fetched. Entries without a platform are fetched too. Empty for all
     * @param referrers whether signatures, attestations and other referrers are fetched
     */
    record Request(RepositoryName repository, Reference reference, Set<Platform> platforms, boolean referrers) {
        public Request {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(reference);
            platforms = Set.copyOf(platforms);
        }
    }

    /**
     * What is kept now.
     *
     * @param manifests how many manifests, those of referrers included
     * @param blobs how many layers and configs
     * @param bytes their size
     */
    record Prefetched(Digest digest, int manifests, int blobs, long bytes) {
        public Prefetched {
            Objects.requireNonNull(digest);
        }
    }
}
