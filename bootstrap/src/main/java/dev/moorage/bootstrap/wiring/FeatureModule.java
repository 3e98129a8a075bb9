package dev.moorage.bootstrap.wiring;

import com.google.inject.AbstractModule;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.util.List;

/** One feature: its sections of the configuration, and its bindings. {@link Features} lists them. */
abstract class FeatureModule extends AbstractModule {
    private final List<ConfigSection<?>> sections;

    FeatureModule(ConfigSection<?>... sections) {
        this.sections = List.of(sections);
    }

    /** Returns the sections of the configuration that the feature owns. */
    final List<ConfigSection<?>> sections() {
        return sections;
    }

    /**
     * Checks whether the feature could start, as far as keys and configured files show. It opens no storage and does not
     * listen.
     *
     * @throws InvalidConfigurationException with everything that is wrong
     */
    void check(Configuration configuration) throws InvalidConfigurationException {
        // Most features have nothing to check but what their sections have checked.
    }

    /** Returns what the operator should know of a configuration that can be used, each with its key. */
    List<String> warnings(Configuration configuration) {
        return List.of();
    }
}
