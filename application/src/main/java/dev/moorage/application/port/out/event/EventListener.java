package dev.moorage.application.port.out.event;

import dev.moorage.application.port.in.failure.EventNotKeptException;

/** Takes events of the kinds that it wants. The calls come from many threads at once. */
public interface EventListener {
    /** Returns whether the listener takes events of a kind. It is asked once for each kind, at the start. */
    boolean wants(EventKind kind);

    /**
     * Takes an event. The call is made on the thread that has caused the event, so it must not wait for a client or for another
     * server. A {@link ChangeEvent} is taken after the change is stored and before the client is answered.
     *
     * @throws EventNotKeptException the event could not be kept. The client of a {@link ChangeEvent} then gets no success. For
     *     other events it is only logged
     */
    void take(RegistryEvent event) throws EventNotKeptException;
}
