package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.application.port.out.trace.TracingFactory;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.StorageConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Traces for OpenTelemetry, where the variables of the environment ask for them. No key of the configuration is about them. */
final class TracingModule extends FeatureModule {
    /** The system property with the folder of the jars. */
    private static final String FOLDER = "moorage.tracing.jars";

    private final Map<String, String> environment;

    TracingModule() {
        this(System.getenv());
    }

    TracingModule(Map<String, String> environment) {
        this.environment = environment;
    }

    @Provides
    @Singleton
    Optional<Tracing> tracing(StorageConfig storage, OpenResources resources)
            throws InvalidConfigurationException, IOException {
        if (!TracingVariables.areOn(environment)) {
            return Optional.empty();
        }
        Optional<Path> folder = Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of);
        OptionalJars jars = resources.add(OptionalJars.open(folder));
        Optional<TracingFactory> factory = jars.service(TracingFactory.class);
        if (factory.isEmpty()) {
            LoggerFactory.getLogger(TracingModule.class)
                    .atWarn()
                    .addKeyValue("folder", folder.map(Path::toString).orElse(""))
                    .log("Variables ask for traces, and this installation has no jars for them. No traces are sent");
            return Optional.empty();
        }
        try {
            return Optional.of(resources.add(factory.get().open(environment, MetricsModule.version(), storage.type())));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(List.of(String.valueOf(e.getMessage())));
        }
    }

    @ProvidesIntoSet
    static Listening listening(Optional<Tracing> tracing) {
        return new Listening(tracing.map(Tracing::listener));
    }

    @ProvidesIntoSet
    static StorageWatch watch(Optional<Tracing> tracing) {
        return new StorageWatch(tracing.map(Tracing::storage));
    }
}
