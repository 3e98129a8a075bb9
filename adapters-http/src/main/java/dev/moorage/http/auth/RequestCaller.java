package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;

/** A caller with the origin of its request, for events. */
record RequestCaller(Caller caller, RequestOrigin origin) implements Caller {
    @Override
    public Subject subject() {
        return caller.subject();
    }

    @Override
    public String tokenId() {
        return caller.tokenId();
    }

    @Override
    public String uploadOwner() {
        return caller.uploadOwner();
    }

    @Override
    public Decision decide(AccessQuestion question) {
        return caller.decide(question);
    }

    @Override
    public boolean may(AccessQuestion question) {
        return caller.may(question);
    }

    @Override
    public boolean maySee(RepositoryName repository) {
        return caller.maySee(repository);
    }

    @Override
    public boolean mayPullBelow(String folder) {
        return caller.mayPullBelow(folder);
    }
}
