package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import java.util.List;
import java.util.Optional;

/** The caller of a request that has not been authenticated. It may do nothing. */
public enum UnknownCaller implements Caller {
    /** The only instance. */
    INSTANCE;

    private static final Decision DENIED = new Decision.Denied(Optional.empty(), List.of());

    @Override
    public Subject subject() {
        return Subject.ANONYMOUS;
    }

    @Override
    public String tokenId() {
        return "";
    }

    @Override
    public Decision decide(AccessQuestion question) {
        return DENIED;
    }
}
