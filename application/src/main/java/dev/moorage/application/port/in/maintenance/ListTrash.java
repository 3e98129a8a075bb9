package dev.moorage.application.port.in.maintenance;

import java.io.IOException;
import java.util.function.Consumer;

/** Lists the trash, a page at a time: ADR 53. A record stays listed after a manifest has been restored from it. */
public interface ListTrash {
    /**
     * Lists a page. Only the records of the page are read.
     *
     * @param entries gets each entry as soon as its record was read
     * @throws IllegalArgumentException if the position is none of this listing
     * @throws IOException storage failed
     */
    TrashPage list(TrashQuery query, Consumer<TrashEntry> entries) throws IOException;
}
