package dev.moorage.application.service.garbage;

import dev.moorage.domain.garbage.Removable;
import java.util.Set;

/** Keeps what is about to leave a repository. */
interface Departure {
    /**
     * Called when the removal of objects has begun, before their deletes.
     *
     * @return the objects that may be deleted now
     */
    Set<Removable> keep(Set<Removable> leaving);
}
