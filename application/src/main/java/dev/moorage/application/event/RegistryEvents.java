package dev.moorage.application.event;

import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each event to the listeners of its kind, in their order. What makes an event asks {@link #wants} first, so that an event
 * that no listener wants costs one comparison and no memory.
 */
public final class RegistryEvents {
    private static final EventListener[] NO_LISTENERS = {};

    /** Events that no listener takes. */
    public static final RegistryEvents NONE = new RegistryEvents(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(RegistryEvents.class);

    private final EventListener[][] listeners;

    public RegistryEvents(List<EventListener> all) {
        EventKind[] kinds = EventKind.values();
        this.listeners = new EventListener[kinds.length][];
        for (EventKind kind : kinds) {
            listeners[kind.ordinal()] = all.isEmpty()
                    ? NO_LISTENERS
                    : all.stream().filter(each -> each.wants(kind)).toArray(EventListener[]::new);
        }
    }

    /** Returns whether a listener takes events of a kind. */
    public boolean wants(EventKind kind) {
        return listeners[kind.ordinal()].length > 0;
    }

    /**
     * Hands out the event of a change before the client is answered. All listeners get it, those behind one that fails too.
     *
     * @throws EventNotKeptException a listener could not keep the event, so the client must not get a success
     */
    public void publish(ChangeEvent change) throws EventNotKeptException {
        @Nullable EventNotKeptException notKept = null;
        for (EventListener listener : listeners[change.kind().ordinal()]) {
            try {
                listener.take(change);
            } catch (EventNotKeptException failure) {
                notKept = notKept == null ? failure : notKept;
            } catch (RuntimeException broken) {
                logged(change, broken);
            }
        }
        if (notKept != null) {
            throw notKept;
        }
    }

    /** Hands out an event that no answer to a client depends on. Failures of listeners are only logged. */
    public void report(RegistryEvent event) {
        for (EventListener listener : listeners[event.kind().ordinal()]) {
            try {
                listener.take(event);
            } catch (EventNotKeptException | RuntimeException broken) {
                logged(event, broken);
            }
        }
    }

    private static void logged(RegistryEvent event, Exception broken) {
        LOG.atError().addKeyValue("event", event.kind()).setCause(broken).log("A listener of events has failed");
    }
}
