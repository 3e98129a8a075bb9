package dev.moorage.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Configuration;
import java.time.InstantSource;
import java.util.List;

/** Binds what every feature may use: the record of each section, the clock, and the list of what has to be closed. */
final class ConfigurationModule extends AbstractModule {
    private final Configuration configuration;
    private final List<ConfigSection<?>> sections;
    private final OpenResources resources;

    ConfigurationModule(Configuration configuration, List<ConfigSection<?>> sections, OpenResources resources) {
        this.configuration = configuration;
        this.sections = List.copyOf(sections);
        this.resources = resources;
    }

    @Override
    protected void configure() {
        sections.forEach(this::bind);
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(OpenResources.class).toInstance(resources);
        Multibinder.newSetBinder(binder(), PeriodicTask.class);
        Multibinder.newSetBinder(binder(), HealthCheck.class);
        Multibinder.newSetBinder(binder(), Listening.class);
        Multibinder.newSetBinder(binder(), StorageWatch.class);
    }

    private <C extends Record> void bind(ConfigSection<C> section) {
        bind(section.type()).toInstance(configuration.get(section.type()));
    }
}
