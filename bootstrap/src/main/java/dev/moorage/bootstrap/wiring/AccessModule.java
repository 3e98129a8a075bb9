package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.http.auth.AccessControl;

/** Access control: which clients may do what. */
final class AccessModule extends FeatureModule {
    AccessModule() {
        super(AuthConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        Access.open(configuration.get(AuthConfig.class)).close();
    }

    @Provides
    @Singleton
    static AccessControl access(AuthConfig configuration, OpenResources resources)
            throws InvalidConfigurationException {
        return resources.add(Access.open(configuration));
    }
}
