package dev.moorage.application.port.out.notification;

import dev.moorage.domain.outbox.DeliveryAnswer;
import java.util.Objects;

/** Another service that wants to know what happens in the registry. */
public interface NotificationReceiver {
    /**
     * What came of one attempt.
     *
     * @param answer whether the receiver has the event
     * @param status a short text for the log: the status of the response, or why there was none
     */
    record Receipt(DeliveryAnswer answer, String status) {
        public Receipt {
            Objects.requireNonNull(answer);
            Objects.requireNonNull(status);
        }
    }

    /** Makes one attempt to deliver an event. It takes at most ten seconds, and throws nothing. */
    Receipt deliver(Notification notification);
}
