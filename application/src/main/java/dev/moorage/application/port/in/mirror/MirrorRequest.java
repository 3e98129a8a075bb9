package dev.moorage.application.port.in.mirror;

import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is copied from where to where.
 *
 * @param registry the name of the source, one of those that the service was made with
 * @param platforms the platforms of an index whose images are copied. The index itself stays as it is. Empty for all
 * @param referrers whether signatures, attestations and other referrers are copied, also of tags that have not moved
 * @param digestTags whether tags are copied that are named after a manifest's digest, {@code sha256-<hex>.sig} for example
 */
public record MirrorRequest(
        String registry,
        Images images,
        Optional<Set<Platform>> platforms,
        boolean referrers,
        boolean digestTags,
        Allowance allowance) {
    public MirrorRequest {
        Objects.requireNonNull(registry);
        Objects.requireNonNull(images);
        platforms = platforms.map(Set::copyOf);
        Objects.requireNonNull(allowance);
    }

    /** Selects images of the source. */
    public sealed interface Images {}

    /**
     * One image.
     *
     * @param source the name of its repository at the source
     * @param target the name of the repository here
     */
    public record Image(RepositoryName source, Reference reference, RepositoryName target, Tag tag) implements Images {
        public Image {
            Objects.requireNonNull(source);
            Objects.requireNonNull(reference);
            Objects.requireNonNull(target);
            Objects.requireNonNull(tag);
        }
    }

    /**
     * Tags of one repository.
     *
     * @param source its name at the source
     * @param target its name here
     */
    public record Repository(RepositoryName source, RepositoryName target, TextFilter tags) implements Images {
        public Repository {
            Objects.requireNonNull(source);
            Objects.requireNonNull(target);
            Objects.requireNonNull(tags);
        }
    }

    /**
     * When the source is left alone.
     *
     * @param least no image is copied while the source says that it gives fewer manifests than this. 0 if it does not matter
     * @param pause how long the source is left alone then
     */
    public record Allowance(long least, Duration pause) {
        public static final Allowance UNLIMITED = new Allowance(0, Duration.ofMinutes(5));

        public Allowance {
            Objects.requireNonNull(pause);
        }
    }
}
