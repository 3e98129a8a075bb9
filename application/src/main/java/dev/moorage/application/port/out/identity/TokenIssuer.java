package dev.moorage.application.port.out.identity;

/** Issues tokens that every replica of the registry verifies, without storing them. */
public interface TokenIssuer {
    /** Issues a token. Each call issues another one, with an identifier of its own. */
    IssuedToken issue(TokenRequest request);
}
