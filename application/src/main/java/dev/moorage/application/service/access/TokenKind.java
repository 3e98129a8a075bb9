package dev.moorage.application.service.access;

import dev.moorage.application.port.out.identity.TokenVerifier;
import java.util.Objects;

/**
 * Tokens of one kind.
 *
 * @param rulesApply whether the rules decide too. The rights of a token server's tokens are those of the token, if the
 *     configuration has no rules
 */
public record TokenKind(TokenVerifier verifier, boolean rulesApply) {
    public TokenKind {
        Objects.requireNonNull(verifier);
    }
}
