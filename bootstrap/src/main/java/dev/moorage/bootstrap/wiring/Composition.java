package dev.moorage.bootstrap.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some features over one configuration. An object is made when it is first asked for, so that a part which cannot be opened is
 * tried once.
 */
final class Composition implements AutoCloseable {
    private final OpenResources resources = new OpenResources();
    private final Injector injector;

    Composition(Configuration configuration, List<FeatureModule> features) {
        List<Module> modules = new ArrayList<>(features);
        modules.add(new ConfigurationModule(configuration, Features.sections(), resources));
        this.injector = Guice.createInjector(modules);
    }

    /**
     * Returns an object of the composition. Where it cannot be made, everything that was opened is closed.
     *
     * @throws InvalidConfigurationException when a feature refuses its part of the configuration
     * @throws IOException when something cannot be opened
     */
    <T> T get(Class<T> type) throws InvalidConfigurationException, IOException {
        try {
            return injector.getInstance(type);
        } catch (ProvisionException e) {
            closeAfter(e);
            switch (e.getCause()) {
                case InvalidConfigurationException invalid -> throw invalid;
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case null, default -> throw e;
            }
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException closing) {
            failure.addSuppressed(closing);
        }
    }

    @Override
    public void close() throws IOException {
        resources.close();
    }
}
