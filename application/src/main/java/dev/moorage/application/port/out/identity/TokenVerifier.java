package dev.moorage.application.port.out.identity;

/** Verifies the signature and the claims of tokens. */
public interface TokenVerifier {
    /** The greatest length of a token in characters. A longer one is refused before it is parsed. */
    int MAX_TOKEN = 16 * 1024;

    /**
     * Verifies a token. The call may block while the keys of an issuer are fetched. Repeating it is harmless.
     *
     * @param token a signed token in the compact form (RFC 7515), of any length and content
     */
    TokenVerification verify(String token);
}
