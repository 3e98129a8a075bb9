package dev.moorage.bootstrap.wiring;

import java.time.Duration;
import java.util.Optional;

/**
 * Delivers notifications for as long as the server runs.
 *
 * @param notifications empty where there are none, or the storage is only read
 */
record NotificationDelivering(Optional<Notifications> notifications) implements PeriodicTask {
    private static final Duration START = Duration.ofSeconds(1);

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
