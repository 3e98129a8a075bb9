package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.UnrestrictedCaller;

/** Access control of a registry without {@code auth}: any client may do anything. */
public final class OpenAccess implements Authorize {
    private static final AccessResult GRANTED = new AccessResult.Granted(UnrestrictedCaller.ANONYMOUS);

    @Override
    public AccessResult authorize(AccessCommand command) {
        return GRANTED;
    }
}
