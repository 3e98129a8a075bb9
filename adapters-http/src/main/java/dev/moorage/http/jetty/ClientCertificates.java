package dev.moorage.http.jetty;

/** Whether clients must show a certificate. The values are those of Distribution's {@code http.tls.clientauth}. */
public enum ClientCertificates {
    /** No certificate is requested. */
    NONE,
    /** A certificate is requested. The client may send any certificate or none. */
    REQUESTED,
    /** A certificate is required, from any authority. */
    REQUIRED,
    /** A certificate is optional. If the client sends one, it must be from a trusted authority. */
    VERIFIED_IF_GIVEN,
    /** A certificate from a trusted authority is required. */
    REQUIRED_AND_VERIFIED;

    boolean isWanted() {
        return this == REQUESTED || this == VERIFIED_IF_GIVEN;
    }

    boolean isNeeded() {
        return this == REQUIRED || this == REQUIRED_AND_VERIFIED;
    }
}
