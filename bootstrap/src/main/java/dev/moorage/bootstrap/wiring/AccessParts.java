package dev.moorage.bootstrap.wiring;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.IssueToken;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.service.access.AuthorizeService;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.access.IssueTokenService;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.application.service.access.TokenCallers;
import dev.moorage.application.service.access.TokenKind;
import dev.moorage.application.service.access.TokenLives;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AccessConfig;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.IssuerConfig;
import dev.moorage.bootstrap.section.OidcConfig;
import dev.moorage.bootstrap.section.TokenServerConfig;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.http.auth.CertificateUsers;
import dev.moorage.http.auth.Challenges;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.http.auth.TokenRealm;
import dev.moorage.identity.certificate.CertificateSubjects;
import dev.moorage.identity.distribution.DistributionTokenVerifier;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.RegistryTokens;
import dev.moorage.identity.oidc.OidcTokenVerifier;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes access control of the sections that configure it.
 *
 * @param rules the rules of the moment
 * @param keys sign the registry's own tokens
 */
record AccessParts(
        AuthConfig auth,
        AccessConfig access,
        HttpConfig http,
        CurrentRules rules,
        IssuerKeys keys,
        InstantSource clock) {
    private static final String REALM = "Registry Realm";

    /** Returns whether any client may do anything. */
    boolean isOpen() {
        return !auth.isClosed() && !access.hasRules();
    }

    /**
     * Returns whether the registry issues tokens. Where the configuration does not say, it does for callers that a password does
     * not authenticate: docker and containerd send no anonymous request to a registry that asks for a password.
     */
    boolean issues() {
        return !isOpen()
                && auth.token().isEmpty()
                && auth.issuer()
                        .enabled()
                        .orElseGet(() -> !auth.oidc().isEmpty() || rules.rules().admitsAnonymous());
    }

    /**
     * Opens the keys with which tokens are verified, by the key of the configuration that each kind comes from. A token is of the first kind to which it is not foreign.
     *
     * @throws InvalidConfigurationException when a file with keys cannot be used
     */
    Map<String, TokenKind> kinds() throws InvalidConfigurationException {
        IssuerKeySources sources = new IssuerKeySources(clock);
        Map<String, TokenKind> kinds = new LinkedHashMap<>();
        if (issues()) {
            kinds.put("auth.issuer", new TokenKind(new TokensOfKnownIssuers(ownTokens(), providers()), true));
        }
        if (auth.token().isPresent()) {
            TokenServerConfig server = auth.token().get();
            kinds.put(
                    "auth.token",
                    new TokenKind(
                            new DistributionTokenVerifier(server.settings(), sources.open(server), clock),
                            access.hasRules()));
        }
        for (OidcConfig oidc : auth.oidc()) {
            kinds.put(
                    "auth.oidc " + oidc.issuer().name(),
                    new TokenKind(new OidcTokenVerifier(oidc.issuer(), sources.open(oidc), clock), true));
        }
        return kinds;
    }

    /** Returns the providers of users that are configured, apart from the password file. */
    Set<IdentityProvider> providers() {
        Stream<IdentityProvider> issuers =
                auth.oidc().stream().map(oidc -> oidc.issuer().provider());
        Stream<IdentityProvider> others = Stream.of(
                        auth.ldap().map(_ -> IdentityProvider.DIRECTORY),
                        auth.certificate().map(_ -> IdentityProvider.CERTIFICATE))
                .flatMap(Optional::stream);
        return Stream.concat(issuers, others).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what decides about requests. */
    Authorize authorize(Optional<Authenticator> users, TokenCallers tokens) {
        return isOpen() ? new OpenAccess() : new AuthorizeService(users, tokens, rules);
    }

    /** Returns the callers by tokens of these kinds. */
    TokenCallers callers(Optional<Authenticator> users, Collection<TokenKind> kinds) {
        return new TokenCallers(List.copyOf(kinds), users, rules, auth.issuer().uploadGrace(), clock);
    }

    /**
     * Returns the access control of the HTTP interface.
     *
     * @param users checks passwords, or empty where no caller has one
     * @throws InvalidConfigurationException when a file with keys cannot be used
     */
    HttpAccess http(Optional<Authenticator> users, RegistryEvents events) throws InvalidConfigurationException {
        IssuerConfig issuer = auth.issuer();
        TokenCallers tokens = callers(users, kinds().values());
        Optional<IssueToken> issue = issues()
                ? Optional.of(new IssueTokenService(
                        users, tokens, rules, ownTokens(), new TokenLives(issuer.life(), issuer.session()), clock))
                : Optional.empty();
        return new HttpAccess(authorize(users, tokens), challenges(), issue, certificates(), events);
    }

    private CertificateUsers certificates() {
        return auth.certificate()
                .<CertificateUsers>map(one -> new CertificateSubjects(one.user(), one.pattern(), clock)::userOf)
                .orElse(CertificateUsers.NONE);
    }

    private RegistryTokens ownTokens() {
        return new RegistryTokens(keys, auth.issuer().service(), clock);
    }

    private Challenges challenges() {
        if (auth.token().isPresent()) {
            TokenServerConfig server = auth.token().get();
            TokenRealm realm = server.autoRedirectPath()
                    .<TokenRealm>map(path -> new TokenRealm.OfHost(path, true))
                    .orElseGet(() -> new TokenRealm.Fixed(server.realm()));
            return new Challenges.Bearer(realm, server.settings().service());
        }
        if (issues()) {
            IssuerConfig issuer = auth.issuer();
            return new Challenges.Bearer(
                    TokenRealm.ofIssuer(issuer.realm().map(URI::toString), http.externalUrl(), http.prefix()),
                    issuer.service());
        }
        return new Challenges.Basic(
                auth.htpasswd().map(AuthConfig.Htpasswd::realm).orElse(REALM));
    }
}
