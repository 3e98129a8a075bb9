package dev.moorage.application.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectWalkTest {
    private static final ObjectKey FOLDER = new ObjectKey("folder");

    private final StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    private final ObjectWalk walk = new ObjectWalk(storage, FOLDER, ListOptions.recursive(2));

    @BeforeEach
    void fiveObjects() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            storage.put(
                    FOLDER.resolve(name),
                    name.repeat(3).getBytes(StandardCharsets.US_ASCII),
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
        }
    }

    private static List<String> names(ObjectWalk walk) throws IOException {
        List<String> names = new ArrayList<>();
        walk.forEach(entry -> names.add(entry.key().name()));
        return names;
    }

    @Test
    void aWalkVisitsTheEntriesOfAllPagesInOrder() throws IOException {
        assertThat(names(walk)).containsExactly("a", "b", "c", "d", "e");
        assertThat(names(ObjectWalk.children(storage, FOLDER))).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aWalkThatStartsAfterAKeySkipsWhatSortsBeforeIt() throws IOException {
        assertThat(names(walk.after(Optional.of("folder/c")))).containsExactly("d", "e");
        assertThat(names(walk.after(Optional.empty()))).hasSize(5);
    }

    @Test
    void aVisitorThatStopsSeesNoFurtherPage() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        walk.forEachPage(page -> {
            sizes.add(page.entries().size());
            return sizes.size() < 2;
        });
        assertThat(sizes).containsExactly(2, 2);
    }

    @Test
    void aSmallObjectIsReadUpToItsLimit() throws IOException {
        SmallObjects objects = new SmallObjects(storage);
        assertThat(objects.read(FOLDER.resolve("a"), 10).orElseThrow().content())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("aaa");
        assertThat(objects.read(FOLDER.resolve("a"), 2).orElseThrow().content()).hasSize(2);
        assertThat(objects.read(FOLDER.resolve("z"), 2)).isEmpty();
    }
}
