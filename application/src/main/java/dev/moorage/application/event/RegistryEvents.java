package dev.moorage.application.event;

import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each event to the listeners of its kind, in their order. What makes an event asks {@link #wants} first, so that an event
 * that no listener wants costs one comparison and no memory.
 */
public final class RegistryEvents {
    /** Events that no listener takes. */
    public static final RegistryEvents NONE = new RegistryEvents(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(RegistryEvents.class);

    /** The listeners of each kind that has some. */
    private final Map<EventKind, List<EventListener>> listeners = new EnumMap<>(EventKind.class);

    public RegistryEvents(List<EventListener> all) {
        for (EventKind kind : EventKind.values()) {
            List<EventListener> wanting =
                    all.stream().filter(each -> each.wants(kind)).toList();
            if (!wanting.isEmpty()) {
                listeners.put(kind, wanting);
            }
        }
    }

    /** Returns whether a listener takes events of a kind. */
    public boolean wants(EventKind kind) {
        return listeners.containsKey(kind);
    }

    private List<EventListener> listeners(RegistryEvent event) {
        return listeners.getOrDefault(event.kind(), List.of());
    }

    /**
     * Hands out the event of a change before the client is answered. All listeners get it, those behind one that fails too.
     *
     * @throws EventNotKeptException a listener could not keep the event, so the client must not get a success
     */
    public void publish(ChangeEvent change) throws EventNotKeptException {
        @Nullable EventNotKeptException notKept = null;
        for (EventListener listener : listeners(change)) {
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
        for (EventListener listener : listeners(event)) {
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
