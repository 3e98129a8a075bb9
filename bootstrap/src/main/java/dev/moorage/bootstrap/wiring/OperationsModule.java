package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.application.port.out.audit.AuditTrail;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.logging.AuditFile;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.section.AuditConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.http.health.HealthServlet;
import dev.moorage.http.jetty.JettyServer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators see of a running server: its log, its health, and the tasks that it runs from time to time. */
final class OperationsModule extends FeatureModule {
    OperationsModule() {
        super(LogConfig.SECTION, AuditConfig.SECTION, OperationsConfig.SECTION);
    }

    @Provides
    @Singleton
    static AuditTrail audit(AuditConfig configuration, InstantSource clock, OpenResources resources)
            throws InvalidConfigurationException {
        if (!configuration.enabled()) {
            return AuditTrail.NONE;
        }
        Optional<AuditFile> file = Optional.empty();
        if (configuration.file().isPresent()) {
            file = Optional.of(resources.add(open(configuration.file().get())));
        }
        return new AuditLog(configuration.pulls(), clock, file);
    }

    private static AuditFile open(Path path) throws InvalidConfigurationException {
        try {
            return new AuditFile(path);
        } catch (NoSuchFileException _) {
            throw new InvalidConfigurationException(
                    List.of("audit.file: the folder of " + path + " does not exist. Make it, for the registry's user"));
        } catch (IOException e) {
            throw new InvalidConfigurationException(List.of("audit.file: " + path + " cannot be written: "
                    + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage())));
        }
    }

    @Provides
    @Singleton
    static Servers servers(OperationsConfig configuration, JettyServer registry, Set<HealthCheck> health) {
        Map<String, CheckHealth> checks =
                health.stream().collect(Collectors.toMap(HealthCheck::name, HealthCheck::check));
        return new Servers(
                registry, configuration.listen().map(settings -> new JettyServer(settings, new HealthServlet(checks))));
    }

    @Provides
    @Singleton
    static PeriodicTasks tasks(Set<PeriodicTask> tasks, OpenResources resources) {
        return resources.add(new PeriodicTasks(tasks));
    }
}
