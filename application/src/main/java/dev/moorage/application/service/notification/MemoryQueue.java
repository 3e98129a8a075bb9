package dev.moorage.application.service.notification;

import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.service.notification.endpoint.Attempts;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.application.service.notification.outbox.EventKeys;
import dev.moorage.domain.outbox.DeliveryAnswer;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one endpoint that wait in memory: pulls, pushes of blobs and mounts. An event that finds the queue full is dropped
 * and counted. What waits when the process ends is lost.
 */
final class MemoryQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryQueue.class);
    private static final int CAPACITY = 10_000;

    private final EndpointSettings settings;
    private final Attempts attempts;
    private final EndpointCounters counters;
    private final InstantSource clock;
    private final BlockingQueue<Notification> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final Thread thread;

    MemoryQueue(EndpointSettings settings, Attempts attempts, EndpointCounters counters, InstantSource clock) {
        this.settings = settings;
        this.attempts = attempts;
        this.counters = counters;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("notifications").start(this::run);
    }

    /** Adds an event, if there is room. */
    void offer(Notification notification) {
        if (waiting.offer(notification)) {
            counters.waitingInMemory(waiting.size());
        } else {
            counters.lost(1);
        }
    }

    private void run() {
        try {
            while (true) {
                Notification next = waiting.take();
                deliver(next);
                counters.waitingInMemory(waiting.size());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Notification notification) throws InterruptedException {
        for (int refusals = 0; ; ) {
            DeliveryAnswer answer = attempts.make(notification).answer();
            refusals += answer == DeliveryAnswer.REFUSED ? 1 : 0;
            if (answer == DeliveryAnswer.ACCEPTED) {
                return;
            }
            boolean isOld =
                    EventKeys.time(notification.key()).plus(settings.maxAge()).isBefore(clock.instant());
            // A refused event has no place to wait in without holding up the others.
            if (refusals > 0 || isOld) {
                counters.lost(1);
                return;
            }
            Thread.sleep(attempts.pause());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        if (!waiting.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("endpoint", settings.name())
                    .addKeyValue("events", waiting.size())
                    .log("Notifications of pulls and blobs are lost at the stop of the server");
        }
    }
}
