package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.out.event.EventListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The events of the registry, with the listeners of all features in the order of {@link Features}. */
final class EventsModule extends FeatureModule {
    @Override
    protected void configure() {
        // The parts of features that are switched off are equal.
        Multibinder.newSetBinder(binder(), Listening.class).permitDuplicates();
    }

    @Provides
    @Singleton
    static RegistryEvents events(Set<Listening> parts) {
        List<EventListener> listeners = parts.stream()
                .map(Listening::listener)
                .flatMap(Optional::stream)
                .toList();
        return listeners.isEmpty() ? RegistryEvents.NONE : new RegistryEvents(listeners);
    }
}
