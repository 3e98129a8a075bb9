package dev.moorage.http.access;

import java.util.Optional;

/** Decides who may do what, before a request reaches storage, and before its body is read. */
public interface AccessControl {
    /**
     * @param authorization the request's {@code Authorization} header
     */
    AccessDecision decide(Optional<String> authorization, AccessRequest request);
}
