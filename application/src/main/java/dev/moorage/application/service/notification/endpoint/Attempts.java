package dev.moorage.application.service.notification.endpoint;

import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.domain.outbox.DeliveryAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts to reach one endpoint, one after the other. After a failure there is a pause: a short one for the first failures in a
 * row, then the configured one, which doubles up to five minutes.
 */
public final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 20;

    private final EndpointSettings settings;
    private final NotificationReceiver receiver;
    private final EndpointCounters counters;
    private final InstantSource clock;
    private int failures;
    private Instant notBefore = Instant.MIN;

    public Attempts(
            EndpointSettings settings, NotificationReceiver receiver, EndpointCounters counters, InstantSource clock) {
        this.settings = settings;
        this.receiver = receiver;
        this.counters = counters;
        this.clock = clock;
    }

    /** Makes an attempt. */
    public Receipt make(Notification notification) {
        long start = System.nanoTime();
        Receipt receipt = deliver(notification);
        counters.attempted(receipt, Duration.ofNanos(System.nanoTime() - start));
        if (receipt.answer() == DeliveryAnswer.FAILED) {
            failed(receipt);
        } else {
            if (failures >= settings.threshold()) {
                LOG.atInfo().addKeyValue("endpoint", settings.name()).log("Notifications are delivered again");
            }
            failures = 0;
        }
        return receipt;
    }

    /** A fault of one receiver is a failure like others, so that it holds up no other receiver, and no thread ends. */
    private Receipt deliver(Notification notification) {
        try {
            return receiver.deliver(notification);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("endpoint", settings.name()).setCause(e).log("A notification could not be sent");
            return new Receipt(DeliveryAnswer.FAILED, e.getClass().getSimpleName());
        }
    }

    private void failed(Receipt receipt) {
        failures++;
        notBefore = clock.instant().plus(withJitter(pause(failures)));
        if (failures == 1 || failures == settings.threshold()) {
            LOG.atWarn()
                    .addKeyValue("endpoint", settings.name())
                    .addKeyValue("reason", receipt.status())
                    .log("A notification could not be delivered, and is tried again");
        }
    }

    private Duration pause(int inARow) {
        return inARow < settings.threshold() ? SHORT : doubled(inARow - settings.threshold());
    }

    /** Returns the configured pause, doubled a number of times, and at most five minutes. */
    public Duration doubled(int times) {
        Duration doubled = settings.backoff().multipliedBy(1L << Math.min(times, MAX_DOUBLINGS));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    private static Duration withJitter(Duration pause) {
        return pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1));
    }

    /** Returns how long there is a pause, or zero where an attempt may be made now. */
    public Duration pause() {
        Duration left = Duration.between(clock.instant(), notBefore.equals(Instant.MIN) ? Instant.EPOCH : notBefore);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
