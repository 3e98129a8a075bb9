package dev.moorage.application.port.in.archive;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an import has done.
 *
 * @param images the images that are complete now. In a dry run, those that would be
 * @param problems why other images are not
 * @param blobs the number of blobs that were stored
 * @param bytes the bytes of these blobs
 */
public record ImportReport(List<Stored> images, List<Problem> problems, int blobs, long bytes) {
    public ImportReport {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }

    /**
     * An image, or a referrer.
     *
     * @param tag empty if it is stored by digest alone
     */
    public record Stored(RepositoryName repository, Optional<Tag> tag, Digest digest) {
        public Stored {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(tag);
            Objects.requireNonNull(digest);
        }
    }

    /**
     * An image that is not stored completely. Its tag was not set.
     *
     * @param image the name in the archive, or the digest
     */
    public record Problem(String image, String reason) {
        public Problem {
            Objects.requireNonNull(image);
            Objects.requireNonNull(reason);
        }
    }
}
