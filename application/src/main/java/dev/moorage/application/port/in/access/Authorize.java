package dev.moorage.application.port.in.access;

/** Authenticates the caller of a request, and decides whether the request may begin. */
public interface Authorize {
    /** Decides about one request. The call may block while a password is checked or the keys of tokens are fetched. */
    AccessResult authorize(AccessCommand command);
}
