package dev.moorage.bootstrap.wiring;

import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AccessConfig;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.ImmutableTagsConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.http.auth.HttpAccess;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Access control: which clients may do what. */
final class AccessModule extends FeatureModule {
    AccessModule() {
        super(AuthConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        AuthConfig auth = configuration.get(AuthConfig.class);
        HttpSecrets secrets = HttpSecrets.of(configuration.get(UploadsConfig.class));
        Users.open(auth, secrets.issuerKeys()).ifPresent(Authenticator::close);
        Optional<AccessParts> parts = usableParts(configuration);
        if (parts.isPresent()) {
            requireLongSecret(parts.get(), secrets);
            parts.get().kinds();
        }
    }

    /** Returns the parts, or empty when the rules cannot be used, which is reported where they are. */
    private static Optional<AccessParts> usableParts(Configuration configuration) {
        try {
            return Optional.of(parts(configuration));
        } catch (InvalidConfigurationException _) {
            return Optional.empty();
        }
    }

    @Override
    List<String> warnings(Configuration configuration) {
        return usableParts(configuration)
                .map(parts -> new AccessWarnings(
                                parts,
                                configuration.get(TlsConfig.class).tls().isPresent()
                                        || !configuration
                                                .get(ListenConfig.class)
                                                .settings()
                                                .proxies()
                                                .isEmpty(),
                                configuration.get(UploadsConfig.class).secrets().isEmpty())
                        .all())
                .orElse(List.of());
    }

    /** Returns the parts of access control, for a command that decides without a server. */
    static AccessParts parts(Configuration configuration) throws InvalidConfigurationException {
        AccessConfig access = configuration.get(AccessConfig.class);
        return new AccessParts(
                configuration.get(AuthConfig.class),
                access,
                configuration.get(HttpConfig.class),
                RulesModule.rules(access, configuration.get(ImmutableTagsConfig.class)),
                HttpSecrets.of(configuration.get(UploadsConfig.class)).issuerKeys(),
                InstantSource.system());
    }

    /** A short secret can be found from one token, and then be used to make tokens of every user. */
    private static void requireLongSecret(AccessParts parts, HttpSecrets secrets) throws InvalidConfigurationException {
        if (parts.issues() && secrets.bytes().stream().anyMatch(secret -> secret.length < TokenSecrets.MIN_BYTES)) {
            throw new InvalidConfigurationException(List.of("http.secret: has less than " + TokenSecrets.MIN_BYTES
                    + " bytes, and signs the tokens of auth.issuer: a client could guess it and make tokens of every"
                    + " user. Take 32 random bytes or more, for example of openssl rand -hex 32"));
        }
    }

    @Provides
    @Singleton
    static AccessParts parts(
            AuthConfig auth,
            AccessConfig access,
            HttpConfig http,
            CurrentRules rules,
            HttpSecrets secrets,
            InstantSource clock) {
        return new AccessParts(auth, access, http, rules, secrets.issuerKeys(), clock);
    }

    @Provides
    @Singleton
    static HttpAccess access(
            AccessParts parts, HttpSecrets secrets, Provider<RegistryEvents> events, OpenResources resources)
            throws InvalidConfigurationException {
        requireLongSecret(parts, secrets);
        Optional<Authenticator> users = Users.open(parts.auth(), parts.keys());
        if (users.isPresent()) {
            resources.add(users.get());
        }
        return parts.http(users, events.get()); // Listeners open the storage, and wrong access files come before it.
    }
}
