package dev.moorage.application.service.garbage;

import dev.moorage.domain.garbage.Removable;
import java.io.IOException;
import java.util.Set;

/** Keeps what is about to leave a repository. */
interface Departure {
    /**
     * Called when the removal of objects has begun, before their deletes.
     *
     * @throws IOException nothing was kept, so that nothing may be deleted
     */
    void keep(Set<Removable> leaving) throws IOException;
}
