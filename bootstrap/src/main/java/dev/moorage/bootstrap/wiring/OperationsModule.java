package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.section.AuditConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.http.health.HealthServlet;
import dev.moorage.http.jetty.JettyServer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators see of a running server: its log, its health, and the tasks that it runs from time to time. */
final class OperationsModule extends FeatureModule {
    OperationsModule() {
        super(LogConfig.SECTION, AuditConfig.SECTION, OperationsConfig.SECTION);
    }

    @ProvidesIntoSet
    static Listening audit(AuditConfig configuration, InstantSource clock) {
        return new Listening(
                configuration.enabled()
                        ? Optional.of(new AuditLog(configuration.pulls(), clock))
                        : Optional.empty());
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
