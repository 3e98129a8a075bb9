package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.http.auth.HttpAccess;
import java.time.InstantSource;
import java.util.Optional;

/** Access control: which clients may do what. */
final class AccessModule extends FeatureModule {
    AccessModule() {
        super(AuthConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        Access.users(
                        configuration.get(AuthConfig.class),
                        HttpSecrets.of(configuration.get(UploadsConfig.class)).issuerKeys())
                .ifPresent(Authenticator::close);
    }

    @Provides
    @Singleton
    static HttpAccess access(
            AuthConfig configuration, HttpSecrets secrets, InstantSource clock, OpenResources resources)
            throws InvalidConfigurationException {
        Optional<Authenticator> users = Access.users(configuration, secrets.issuerKeys());
        if (users.isPresent()) {
            resources.add(users.get());
        }
        return Access.http(configuration, users, clock);
    }
}
