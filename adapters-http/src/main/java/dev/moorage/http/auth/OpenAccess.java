package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.UnrestrictedCaller;

/** Access control of a registry without {@code auth}: any client may do anything. */
public final class OpenAccess implements AccessControl {
    @Override
    public AccessDecision decide(Client client, AccessRequest request) {
        return new AccessDecision.Granted(UnrestrictedCaller.ANONYMOUS);
    }
}
