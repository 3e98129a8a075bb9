package dev.moorage.http.auth;

/** Decides whether a request may begin, before the request reaches storage and before its body is read. */
public interface AccessControl extends AutoCloseable {
    /** Decides about one request. The call may block while a password is checked, so it should run on a virtual thread. */
    AccessDecision decide(Client client, AccessRequest request);

    /** Stops the threads of this access control, if it has any. */
    @Override
    default void close() {}
}
