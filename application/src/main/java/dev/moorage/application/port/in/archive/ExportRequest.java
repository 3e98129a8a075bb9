package dev.moorage.application.port.in.archive;

import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What an archive is to hold.
 *
 * @param images at least one
 * @param platform the one platform of an index that is written. The archive then has that image in the place of the index. Empty
 *     for all
 * @param referrers whether signatures, attestations and other referrers are written
 * @param referrersTags whether an archive also has the index of each manifest's referrers, under the tag of the referrers tag schema
 * @param have blobs that the other side has, which are left out
 */
public record ExportRequest(
        List<Selection> images,
        Optional<Platform> platform,
        boolean referrers,
        boolean referrersTags,
        Set<Digest> have) {
    public ExportRequest {
        images = List.copyOf(images);
        Objects.requireNonNull(platform);
        have = Set.copyOf(have);
    }

    /** Selects images of one repository. */
    public sealed interface Selection {
        RepositoryName repository();
    }

    /** One image. */
    public record Image(RepositoryName repository, Reference reference) implements Selection {
        public Image {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(reference);
        }
    }

    /** All tags that match a pattern. */
    public record Tags(RepositoryName repository, TagPattern pattern) implements Selection {
        public Tags {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(pattern);
        }
    }
}
