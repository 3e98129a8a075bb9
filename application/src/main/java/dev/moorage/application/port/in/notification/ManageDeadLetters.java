package dev.moorage.application.port.in.notification;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What operators see and do about notifications that wait in the storage. */
public interface ManageDeadLetters {
    /** Returns how many events wait for each endpoint, by its name. Those of the inbox are under the empty name. */
    Map<String, Long> waiting() throws IOException;

    /** Hands out the events that were given up, in the order of their endpoints and then of their times. */
    void list(Consumer<DeadLetter> letters) throws IOException;

    /**
     * Puts events that were given up back into the queues of their endpoints. A server delivers them within a minute.
     *
     * @param endpoint the name of the endpoint, or empty for all
     * @param event the identifier of one event, or empty for all
     * @return how many there were
     */
    long retry(Optional<String> endpoint, Optional<String> event) throws IOException;
}
