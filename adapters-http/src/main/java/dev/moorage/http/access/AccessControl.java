package dev.moorage.http.access;

/** Decides who may do what, before a request reaches storage, and before its body is read. */
public interface AccessControl extends AutoCloseable {
    /** May wait, for as long as a password is checked; a virtual thread is to call it. */
    AccessDecision decide(Client client, AccessRequest request);

    /** Ends its threads, where it has any. */
    @Override
    default void close() {}
}
