package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Staged bytes that are read again for the hash of an upload. */
class RehashedUploadTest {
    private final InMemoryStore store = new InMemoryStore();
    private final List<Long> rehashed = new ArrayList<>();

    private UploadScenario replica(PortableHashing hashing) {
        EventListener listener = new EventListener() {
            @Override
            public boolean wants(EventKind kind) {
                return kind == EventKind.UPLOAD_REHASHED;
            }

            @Override
            public void take(RegistryEvent event) {
                rehashed.add(((UploadEvent.Rehashed) event).bytes());
            }
        };
        return new UploadScenario(
                new InMemoryStorageDriver(store),
                hashing,
                InstantSource.system(),
                new RegistryEvents(List.of(listener)));
    }

    @Test
    void aReplicaThatCannotTakeTheStateOfAHashReadsTheBytes() throws IOException {
        UploadScenario first = replica(PortableHashing.unavailable());
        UploadProgress progress = first.patched(first.start(), Bodies.random(1, 100_000));
        progress = first.patched(progress, Bodies.random(2, 10));
        assertThat(rehashed).isEmpty();
        var _ = replica(PortableHashing.unavailable()).patched(progress, Bodies.random(3, 10));
        assertThat(rehashed).containsExactly(100_010L);
    }

    @Test
    void aReplicaThatTakesTheStateFromTheRecordReadsNone() throws IOException {
        UploadScenario first = replica(PortableHashing.detect());
        UploadProgress progress = first.patched(first.start(), Bodies.random(1, 100_000));
        var _ = replica(PortableHashing.detect()).patched(progress, Bodies.random(3, 10));
        assertThat(rehashed).isEmpty();
    }
}
