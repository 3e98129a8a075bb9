package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.service.access.TokenKind;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.access.WriteOnceRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides about callers as a server with the same configuration would, without one. */
public final class AccessCheck implements AutoCloseable {
    private final AccessParts parts;
    private final Optional<Authenticator> users;
    private final Map<String, TokenKind> kinds;

    private AccessCheck(AccessParts parts, Optional<Authenticator> users, Map<String, TokenKind> kinds) {
        this.parts = parts;
        this.users = users;
        this.kinds = kinds;
    }

    /**
     * Opens what the configuration names: users, rules and keys.
     *
     * @throws InvalidConfigurationException when one of them cannot be used
     */
    public static AccessCheck open(Configuration configuration) throws InvalidConfigurationException {
        AccessParts parts = AccessModule.parts(configuration);
        Map<String, TokenKind> kinds = parts.kinds();
        return new AccessCheck(parts, Users.open(parts.auth(), parts.keys()), kinds);
    }

    /** Returns whether any client may do anything. */
    public boolean isOpen() {
        return parts.isOpen();
    }

    /** Returns whether a provider other than the password file is configured, so that its users can log in. */
    public boolean has(IdentityProvider provider) {
        return parts.has(provider);
    }

    /** Returns the rules of this moment. */
    public AccessRules rules() {
        return parts.rules().rules();
    }

    /** Returns the rule by which the tag of a question cannot be moved or, where the question is about a delete, not be deleted. */
    public Optional<WriteOnceRule> writeOnce(AccessQuestion question) {
        AccessRules rules = rules();
        return question.repository()
                .flatMap(repository -> question.tag()
                        .flatMap(tag -> question.action() == Action.DELETE
                                ? rules.undeletable(repository, tag)
                                : rules.writeOnce(repository, tag)));
    }

    /**
     * A token as it was verified.
     *
     * @param source the key of the configuration by which it was verified, or empty where no issuer knows it
     * @param rulesApply whether the rules decide, and not the token's own access alone
     */
    public record Verified(String source, boolean rulesApply, TokenVerification verification) {}

    /** Verifies a token. Keys may be fetched. */
    public Verified verify(String token) {
        for (Map.Entry<String, TokenKind> kind : kinds.entrySet()) {
            TokenVerification verification = kind.getValue().verifier().verify(token);
            if (!(verification instanceof TokenVerification.Foreign)) {
                return new Verified(kind.getKey(), kind.getValue().rulesApply(), verification);
            }
        }
        return new Verified("", true, new TokenVerification.Foreign());
    }

    /** Decides about a request with a token. */
    public AccessResult ask(String token, AccessQuestion question) {
        AccessNeed need = new AccessNeed(
                () -> question.repository()
                        .map(repository -> RequiredScopes.of(question.action(), repository))
                        .orElseGet(RequiredScopes::ofCatalog),
                List.of(question));
        return parts.authorize(users, parts.callers(users, kinds.values()))
                .authorize(new AccessCommand(
                        new Credentials.Token(token), "", () -> true, need, Optional.empty(), Optional::empty));
    }

    @Override
    public void close() {
        users.ifPresent(Authenticator::close);
    }
}
