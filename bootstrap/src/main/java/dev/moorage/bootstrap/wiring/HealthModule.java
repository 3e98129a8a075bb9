package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.application.service.health.HealthReport;
import dev.moorage.application.service.health.ObservedCheck;
import dev.moorage.bootstrap.section.HealthConfig;
import dev.moorage.bootstrap.section.HealthConfig.Pace;
import dev.moorage.bootstrap.section.HealthConfig.UriTarget;
import dev.moorage.http.health.TcpCheck;
import dev.moorage.http.health.UriCheck;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The health of the registry: the checks of all features, and those that are configured. */
final class HealthModule extends FeatureModule {
    /** How often the checks are looked at where a failed one refuses requests. A check runs once in its own interval. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    HealthModule() {
        super(HealthConfig.SECTION);
    }

    @Provides
    @Singleton
    static HealthReport report(HealthConfig configuration, Set<HealthCheck> contributed) {
        List<ObservedCheck> checks = new ArrayList<>();
        for (HealthCheck check : contributed) {
            if (check.pace().isPresent()) {
                checks.add(observed(check.name(), check.check(), check.pace().get(), check.isOfProcess()));
            }
        }
        configuration.files().forEach(target -> {
            checks.add(observed(target.file().toString(), new FileCheck(target.file()), target.pace(), false));
        });
        configuration.uris().forEach(target -> {
            checks.add(observed(withoutSecrets(target.uri()), check(target), target.pace(), false));
        });
        configuration.addresses().forEach(target -> {
            CheckHealth check = new TcpCheck(target.host(), target.port(), target.timeout());
            checks.add(observed(target.host() + ":" + target.port(), check, target.pace(), false));
        });
        return new HealthReport(checks);
    }

    private static ObservedCheck observed(String name, CheckHealth check, Pace pace, boolean isOfProcess) {
        // Platform threads: a file system that hangs would keep the carrier of a virtual one.
        return new ObservedCheck(
                check,
                new ObservedCheck.Terms(name, pace.interval(), pace.threshold(), isOfProcess),
                run -> Thread.ofPlatform().daemon().name("health").start(run),
                System::nanoTime);
    }

    private static CheckHealth check(UriTarget target) {
        return new UriCheck(target.uri(), target.headers(), target.status(), target.timeout());
    }

    /** Returns a URL without what may be a password in it. */
    private static String withoutSecrets(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }

    @ProvidesIntoSet
    static PeriodicTask looking(HealthConfig configuration, HealthReport report) {
        return new PeriodicTask() {
            @Override
            public String name() {
                return "health";
            }

            @Override
            public Duration interval() {
                return configuration.refuse() ? LOOK : Duration.ZERO;
            }

            @Override
            public void run() {
                var _ = report.readiness();
            }
        };
    }
}
