package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.service.notification.EventSource;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.EndpointConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.NotificationsConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.storage.spi.StorageDriver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Notifications: what happens in the registry is sent to other services. */
final class NotificationsModule extends FeatureModule {
    NotificationsModule() {
        super(NotificationsConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        for (EndpointConfig endpoint :
                configuration.get(NotificationsConfig.class).endpoints()) {
            Notifications.receiver(endpoint).close();
        }
    }

    @Provides
    @Singleton
    static Optional<Notifications> notifications(
            NotificationsConfig configuration,
            HttpConfig http,
            TlsConfig tls,
            ListenConfig listen,
            StorageDriver storage,
            InstantSource clock,
            OpenResources resources)
            throws InvalidConfigurationException {
        if (configuration.endpoints().isEmpty()) {
            return Optional.empty();
        }
        EventSource source = new EventSource(
                hostName() + ":" + listen.settings().port(),
                UUID.randomUUID().toString(),
                http.externalUrl().map(url -> url.toString().replaceFirst("/+$", "")),
                tls.tls().isPresent(),
                configuration.includesReferences());
        return Optional.of(resources.add(new Notifications(configuration.endpoints(), source, storage, clock)));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    @ProvidesIntoSet
    static Listening listening(Optional<Notifications> notifications) {
        return new Listening(notifications.map(Notifications::listener));
    }

    @ProvidesIntoSet
    static PeriodicTask delivering(Optional<Notifications> notifications, WritesConfig writes) {
        return new NotificationDelivering(writes.readOnly() ? Optional.empty() : notifications);
    }
}
