package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Puts back what has left a repository, while servers take pushes. A manifest comes back with its content, and a tag with its
 * manifest. The repository's newer content stays: a tag that exists is not moved.
 */
public interface RestoreTrash {
    /** What has come of something in the trash. */
    enum Outcome {
        /** The repository has it again. */
        RESTORED,
        /** The repository has it, or it has another manifest under that tag. */
        THERE,
        /** Something that it needs is neither in the repository nor in the trash. */
        INCOMPLETE
    }

    /**
     * Puts back what the trash has of a repository.
     *
     * @param reference a tag or a digest. Empty for all that the trash has of the repository
     * @param outcomes receives each thing with what has come of it. None if the trash does not have it
     * @throws IOException storage failed
     */
    void restore(RepositoryName repository, Optional<Reference> reference, BiConsumer<Trashed, Outcome> outcomes)
            throws IOException;
}
