package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.ScanUploads;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.application.service.health.HealthReport;
import dev.moorage.bootstrap.logging.AccessLogFormats;
import dev.moorage.bootstrap.section.HealthConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.MetricsConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.http.HttpOperations;
import dev.moorage.http.health.HealthServlet;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.metrics.MetricsServlet;
import dev.moorage.http.metrics.MetricsText;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What operators see of a running server: its log, its health, and the tasks that it runs from time to time. */
final class OperationsModule extends FeatureModule {
    OperationsModule() {
        super(LogConfig.SECTION, OperationsConfig.SECTION);
    }

    @Provides
    @Singleton
    static HttpOperations operations(
            LogConfig log,
            HealthConfig configuration,
            HealthReport health,
            ListLiveUploads uploads,
            ScanUploads scan,
            Optional<Tracing> tracing,
            InstantSource clock) {
        Optional<BooleanSupplier> isRefusing =
                configuration.refuse() ? Optional.of(health::isFailing) : Optional.empty();
        return new HttpOperations(health, isRefusing, AccessLogFormats.of(log, clock), uploads, scan, tracing);
    }

    @Provides
    @Singleton
    static Servers servers(
            OperationsConfig configuration,
            MetricsConfig prometheus,
            Metrics metrics,
            TransferBuffers buffers,
            JettyServer registry,
            HealthReport health,
            Optional<Notifications> notifications,
            Optional<ServerQuotas> quotas) {
        notifications.ifPresent(sending -> metrics.endpoints(sending.counters()));
        quotas.ifPresent(metrics::quotas);
        Optional<JettyServer> debug = Optional.empty();
        if (configuration.listen().isPresent()) {
            HealthServlet servlet = new HealthServlet(health);
            Optional<MetricsText> text = metrics.text(registry, buffers);
            ListenSettings settings = configuration.listen().get();
            debug = Optional.of(
                    text.isPresent()
                            ? new JettyServer(settings, new MetricsServlet(prometheus.path(), text.get(), servlet))
                            : new JettyServer(settings, servlet));
        }
        return new Servers(registry, debug);
    }

    @Provides
    @Singleton
    static PeriodicTasks tasks(Set<PeriodicTask> tasks, OpenResources resources) {
        return resources.add(new PeriodicTasks(tasks));
    }
}
