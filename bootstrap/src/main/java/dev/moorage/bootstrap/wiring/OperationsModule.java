package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.application.port.out.audit.AuditTrail;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.section.AuditConfig;
import dev.moorage.bootstrap.section.LogConfig;
import java.time.InstantSource;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.http.health.HealthServlet;
import dev.moorage.http.jetty.JettyServer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators see of a running server: its log, its health, and the tasks that it runs from time to time. */
final class OperationsModule extends FeatureModule {
    OperationsModule() {
        super(LogConfig.SECTION, AuditConfig.SECTION, OperationsConfig.SECTION);
    }

    @Provides
    @Singleton
    static AuditTrail audit(AuditConfig configuration, InstantSource clock) {
        return configuration.enabled() ? new AuditLog(configuration.pulls(), clock) : AuditTrail.NONE;
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
