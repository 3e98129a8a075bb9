package dev.moorage.application.service.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.RemoteDriver;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The walk over a storage whose calls take a round trip reads folders ahead. */
class RemoteCatalogTest {
    private static final Digest DIGEST = Contents.digest(new byte[] {1});

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final Contents contents = new Contents(store);
    private final CountingStorageDriver counting = new CountingStorageDriver(store);
    private final Catalog local = Catalog.withContent(store);
    private final Catalog remote = Catalog.withContent(new RemoteDriver(counting));

    private void create(String name) throws IOException {
        contents.put(RegistryKeys.layerLink(new RepositoryName(name), DIGEST), DIGEST.toString());
    }

    private int lists() {
        return counting.calls().getOrDefault("list", 0);
    }

    @Test
    void everyPageHasTheSameNamesAsOverALocalStorage() throws IOException {
        List<String> positions = new ArrayList<>(List.of("", "a-b/", "b/c/zz", "m", "zz"));
        String[] names = {"a", "a-b", "a-b/x", "a.c", "a/0", "a/b-c", "b/c/d", "b/c/d/e", "b/f", "c0", "c0-1", "m/n/o/p"
        };
        for (String name : names) {
            create(name);
            positions.add(name);
        }
        for (String last : positions) {
            for (int most = 1; most <= names.length + 1; most++) {
                assertThat(remote.namesAfter(last, most))
                        .as("%d after %s", most, last)
                        .isEqualTo(local.namesAfter(last, most));
            }
        }
        assertThat(remote.namesAfter("", 100)).hasSize(names.length);
    }

    @Test
    void aPageOfRepositoriesCostsNoRequestMoreAndItsFoldersAreReadAtTheSameTime() throws IOException {
        for (int i = 10; i < 60; i++) {
            create("many/r" + i);
        }
        assertThat(remote.namesAfter("", 20)).hasSize(20);
        assertThat(lists()).isEqualTo(2 + 20);
        CyclicBarrier both = new CyclicBarrier(2);
        Catalog meeting = Catalog.withContent(new RemoteDriver(new HookedStorageDriver(store, (_, key) -> {
            if (key.value().endsWith("/r10") || key.value().endsWith("/r11")) {
                meet(both);
            }
        })));
        assertThat(meeting.namesAfter("", 20)).hasSize(20);
    }

    private static void meet(CyclicBarrier both) throws IOException {
        try {
            both.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("the other folder was not read at the same time", e);
        }
    }
}
