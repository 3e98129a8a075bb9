package dev.moorage.application.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events and their listeners. */
class RegistryEventsTest {
    private static final ChangeEvent DELETED = new ChangeEvent.BlobDeleted(
            UnrestrictedCaller.ANONYMOUS, RepositoryName.parse("a"), DigestAlgorithm.SHA256.emptyDigest());
    private static final RequestEvent LOGIN = new RequestEvent.LoggedIn(UnrestrictedCaller.ANONYMOUS, 200);

    private final List<String> taken = new ArrayList<>();

    private EventListener listener(String name, Set<EventKind> kinds) {
        return new EventListener() {
            @Override
            public boolean wants(EventKind kind) {
                return kinds.contains(kind);
            }

            @Override
            public void take(RegistryEvent event) {
                taken.add(name + " " + event.kind());
            }
        };
    }

    private static EventListener failing(Exception failure) {
        return new EventListener() {
            @Override
            public boolean wants(EventKind kind) {
                return true;
            }

            @Override
            public void take(RegistryEvent event) throws EventNotKeptException {
                if (failure instanceof RuntimeException broken) {
                    throw broken;
                }
                throw new EventNotKeptException(failure);
            }
        };
    }

    @Test
    void aListenerTakesTheKindsThatItWantsInOrder() throws IOException {
        RegistryEvents events = new RegistryEvents(List.of(
                listener("first", Set.of(EventKind.BLOB_DELETED)),
                listener("second", Set.of(EventKind.BLOB_DELETED, EventKind.LOGGED_IN))));
        events.publish(DELETED);
        events.report(LOGIN);
        assertThat(taken).containsExactly("first BLOB_DELETED", "second BLOB_DELETED", "second LOGGED_IN");
        assertThat(events.wants(EventKind.LOGGED_IN)).isTrue();
        assertThat(events.wants(EventKind.PULLED)).isFalse();
    }

    @Test
    void withoutListenersNoKindIsWanted() {
        assertThat(EventKind.values()).noneMatch(RegistryEvents.NONE::wants);
    }

    @Test
    void aChangeThatAListenerCannotKeepFailsAndTheOthersGetIt() {
        RegistryEvents events = new RegistryEvents(
                List.of(failing(new IOException("full")), listener("audit", Set.of(EventKind.BLOB_DELETED))));
        assertThatThrownBy(() -> events.publish(DELETED))
                .isInstanceOf(EventNotKeptException.class)
                .hasRootCauseMessage("full");
        assertThat(taken).containsExactly("audit BLOB_DELETED");
    }

    @Test
    void aListenerThatIsBrokenChangesNoAnswer() throws IOException {
        RegistryEvents events = new RegistryEvents(List.of(
                failing(new IllegalStateException("a defect")), listener("audit", Set.of(EventKind.values()))));
        events.publish(DELETED);
        events.report(LOGIN);
        assertThat(taken).containsExactly("audit BLOB_DELETED", "audit LOGGED_IN");
        new RegistryEvents(List.of(failing(new IOException("full")))).report(LOGIN);
    }
}
