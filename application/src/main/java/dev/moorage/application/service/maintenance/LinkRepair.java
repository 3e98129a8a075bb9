package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;

/** Corrects the digest in a link unless another process changes the link first. */
final class LinkRepair {
    private final Links links;
    private final boolean asked;

    /**
     * @param asked whether a repair was requested
     */
    LinkRepair(Links links, boolean asked) {
        this.links = links;
        this.asked = asked;
    }

    /**
     * Writes a link anew.
     *
     * @param certain whether it is certain that this is the link's target
     */
    Repair relink(ObjectKey link, Links.Stored broken, Digest target, boolean certain) {
        if (!asked || !certain) {
            return Repair.NONE;
        }
        try {
            links.replace(link, target, broken.version());
            return Repair.RELINKED;
        } catch (ConditionFailedException _) {
            return Repair.OVERTAKEN;
        } catch (IOException _) {
            return Repair.FAILED;
        }
    }
}
