package dev.moorage.http.jetty;

/** What is asked of a client's certificate, as {@code http.tls.clientauth} of Distribution has it. */
public enum ClientCertificates {
    /** None is asked for. */
    NONE,
    /** One is asked for, and any or none is taken. */
    REQUESTED,
    /** There must be one, of whatever authority. */
    REQUIRED,
    /** There may be none; one that is there must be of a known authority. */
    VERIFIED_IF_GIVEN,
    /** There must be one of a known authority. */
    REQUIRED_AND_VERIFIED;

    boolean isWanted() {
        return this == REQUESTED || this == VERIFIED_IF_GIVEN;
    }

    boolean isNeeded() {
        return this == REQUIRED || this == REQUIRED_AND_VERIFIED;
    }
}
