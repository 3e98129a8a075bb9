package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.cached.Pin;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows what is kept of upstreams, and decides what stays of it. Servers may run. */
public interface ManageCache {
    /**
     * Lists tags, and manifests that no tag, no index and no subject has, in the order of names.
     *
     * @param only the repository to which the list is limited. Empty for those of all upstreams
     */
    void list(Optional<RepositoryName> only, Consumer<CachedImage> images) throws IOException;

    /**
     * Unlinks a tag or a manifest with all that nothing else needs. The next pull fetches it again.
     *
     * @param reference empty for all that the repository has and that is not pinned
     */
    Forgotten forget(RepositoryName repository, Optional<Reference> reference) throws IOException;

    /** Returns all pins, in the order of their texts. */
    List<Pin> pins() throws IOException;

    /** Adds a pin: what it is about stays. Returns whether it is new. */
    boolean pin(Pin pin) throws IOException;

    /** Removes a pin. Returns whether there was one. */
    boolean unpin(Pin pin) throws IOException;

    /**
     * What was forgotten.
     *
     * @param outcome whether anything was
     * @param tags how many tags
     * @param manifests how many manifests
     * @param layers how many links of layers and configs
     */
    record Forgotten(Outcome outcome, long tags, long manifests, long layers) {}

    /** Whether something was forgotten. */
    enum Outcome {
        /** It was. */
        FORGOTTEN,
        /** The repository does not have it, or has it as a part of something else, or its content comes from no upstream. */
        UNKNOWN,
        /** It is pinned, and stays. */
        PINNED
    }
}
