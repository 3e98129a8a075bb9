package dev.moorage.bootstrap.wiring;

import java.time.Duration;
import java.util.Optional;

/** Delivers notifications for as long as the server runs. It is no record, whose hash code would make classes at each start. */
final class NotificationDelivering implements PeriodicTask {
    private static final Duration START = Duration.ofSeconds(1);

    private final Optional<Notifications> notifications;

    /** @param notifications empty where there are none, or the storage is only read */
    NotificationDelivering(Optional<Notifications> notifications) {
        this.notifications = notifications;
    }

    @Override
    public String name() {
        return "notifications";
    }

    @Override
    public Duration interval() {
        return notifications.isPresent() ? START : Duration.ZERO;
    }

    @Override
    public void run() {
        notifications.ifPresent(Notifications::deliver);
    }

    @Override
    public void stop() {
        notifications.ifPresent(Notifications::stop);
    }
}
