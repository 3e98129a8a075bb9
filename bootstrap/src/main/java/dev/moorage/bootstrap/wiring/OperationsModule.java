package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.out.audit.AuditTrail;
import dev.moorage.application.service.health.HealthReport;
import dev.moorage.bootstrap.logging.AccessLogFormats;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.bootstrap.section.AuditConfig;
import dev.moorage.bootstrap.section.HealthConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.http.HttpOperations;
import dev.moorage.http.health.HealthServlet;
import dev.moorage.http.jetty.JettyServer;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BooleanSupplier;

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
    static HttpOperations operations(
            LogConfig log, HealthConfig configuration, HealthReport health, InstantSource clock) {
        BooleanSupplier isRefusing = configuration.refuse() ? health::isFailing : () -> false;
        return new HttpOperations(health, isRefusing, AccessLogFormats.of(log, clock));
    }

    @Provides
    @Singleton
    static Servers servers(OperationsConfig configuration, JettyServer registry, HealthReport health) {
        return new Servers(
                registry, configuration.listen().map(settings -> new JettyServer(settings, new HealthServlet(health))));
    }

    @Provides
    @Singleton
    static PeriodicTasks tasks(Set<PeriodicTask> tasks, OpenResources resources) {
        return resources.add(new PeriodicTasks(tasks));
    }
}
