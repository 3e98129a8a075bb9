package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.application.service.notification.EventSource;
import dev.moorage.application.service.notification.NotificationListener;
import dev.moorage.application.service.notification.NotifiedEndpoint;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.outbox.EventInbox;
import dev.moorage.application.service.notification.outbox.EventKeys;
import dev.moorage.application.service.notification.outbox.OutboxDelivery;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.EndpointConfig;
import dev.moorage.domain.outbox.EventKey;
import dev.moorage.notifications.HttpReceiver;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notifications of a server that has endpoints. */
final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    /** How often the outbox is looked at without an event of this server. */
    private static final Duration EACH = Duration.ofSeconds(5);

    private final List<HttpReceiver> receivers = new ArrayList<>();
    private final List<EndpointCounters> counters = new ArrayList<>();
    private final NotificationListener listener;
    private final OutboxDelivery delivery;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean stopped;

    Notifications(List<EndpointConfig> configured, EventSource source, StorageDriver storage, InstantSource clock)
            throws InvalidConfigurationException {
        List<NotifiedEndpoint> endpoints = new ArrayList<>();
        for (EndpointConfig endpoint : configured) {
            HttpReceiver receiver = receiver(endpoint);
            EndpointCounters counted = new EndpointCounters(endpoint.settings().name());
            receivers.add(receiver);
            counters.add(counted);
            endpoints.add(new NotifiedEndpoint(endpoint.settings(), endpoint.filter(), receiver, counted));
        }
        EventKeys keys = new EventKeys(clock, new SecureRandom());
        this.listener =
                new NotificationListener(endpoints, source, new EventInbox(storage), keys, clock, bell::release);
        this.delivery = new OutboxDelivery(
                storage, endpoints.stream().map(NotifiedEndpoint::destination).toList(), keys.writer(), clock);
    }

    /** Opens the receiver of an endpoint. */
    static HttpReceiver receiver(EndpointConfig endpoint) throws InvalidConfigurationException {
        Optional<SSLContext> trust = endpoint.caCert().isPresent()
                ? Optional.of(IssuerKeySources.trusting(
                        "notifications.endpoints " + endpoint.settings().name() + ": cacert",
                        endpoint.caCert().get()))
                : Optional.empty();
        return new HttpReceiver(endpoint.receiver(), trust);
    }

    /** Sends an event that means nothing. */
    static Receipt ping(EndpointConfig endpoint) throws InvalidConfigurationException {
        InstantSource clock = InstantSource.system();
        EventKey key = new EventKeys(clock, new SecureRandom()).next();
        String event = "{\"id\":\"" + key.id() + "\",\"timestamp\":\"" + clock.instant()
                + "\",\"action\":\"ping\",\"target\":{},\"request\":{},\"actor\":{},\"source\":{}}";
        try (HttpReceiver receiver = receiver(endpoint)) {
            return receiver.deliver(new Notification(key, event.getBytes(StandardCharsets.UTF_8)));
        }
    }

    NotificationListener listener() {
        return listener;
    }

    /** Returns the counters of each endpoint, for metrics. */
    List<EndpointCounters> counters() {
        return List.copyOf(counters);
    }

    /** Delivers what is in the outbox until the server stops. */
    void deliver() {
        try {
            while (!stopped) {
                Duration next = deliverNow();
                if (bell.tryAcquire(next.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration deliverNow() {
        try {
            Optional<Duration> next = delivery.deliver(() -> !stopped);
            return next.filter(due -> due.compareTo(EACH) < 0).orElse(EACH);
        } catch (IOException | RuntimeException e) {
            if (!stopped) {
                LOG.atError().setCause(e).log("Notifications cannot be delivered now, and wait in the storage");
            }
            return EACH;
        }
    }

    /** Ends {@link #deliver}, and the attempts under way. What they were to deliver waits for the next server. */
    void stop() {
        stopped = true;
        receivers.forEach(HttpReceiver::close);
    }

    @Override
    public void close() {
        stop();
        listener.close();
    }
}
