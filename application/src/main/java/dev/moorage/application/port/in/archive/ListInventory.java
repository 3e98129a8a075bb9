package dev.moorage.application.port.in.archive;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;

/**
 * Lists the blobs that an archive for this registry need not hold, because an import finds them here: those that a repository has.
 * Manifests are not listed, since an archive always holds them.
 */
public interface ListInventory {
    /** Receives each blob once, in the order of the digests. */
    interface Visitor {
        void blob(Digest digest);
    }

    /**
     * Lists the blobs.
     *
     * @throws IOException storage failed, or a folder in it cannot be read
     */
    void list(Visitor visitor) throws IOException;
}
