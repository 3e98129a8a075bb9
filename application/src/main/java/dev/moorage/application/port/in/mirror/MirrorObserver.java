package dev.moorage.application.port.in.mirror;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Duration;

/** Receives what happens to images. Methods are called by several threads. */
public interface MirrorObserver {
    /** A tag names the image of the source now, or has got content that was missing. */
    void copied(RepositoryName repository, Tag tag, Digest digest);

    /**
     * An image, or the list of a repository's tags, could not be copied.
     *
     * @param source its name at the source
     * @param reason why. It can have text of the source
     */
    void failed(String source, String reason);

    /** A source is left alone for a while. */
    void waits(Duration time, String reason);

    /**
     * Reports the progress.
     *
     * @param done how many images are finished
     * @param known how many images have been found until now
     * @param bytes the bytes of the blobs that were fetched
     */
    void progressed(long done, long known, long bytes);
}
