package dev.moorage.benchmarks.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MadeUpStoreTest {
    private static final int BLOBS = 2500;
    private static final int GARBAGE = 40;

    private final MadeUpStore store = new MadeUpStore(BLOBS, GARBAGE, Duration.ZERO);

    private List<String> keys(ObjectKey prefix, int limit) throws IOException {
        List<String> keys = new ArrayList<>();
        ListOptions options = ListOptions.recursive(limit);
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            ObjectPage page = store.list(prefix, options);
            page.entries().forEach(entry -> keys.add(entry.text()));
            next = page.next();
            options = next.map(options::after).orElse(options);
        }
        return keys;
    }

    private static Set<Digest> digests(List<String> keys) {
        return keys.stream()
                .map(ObjectKey::new)
                .flatMap(key -> RegistryKeys.digestOfBlob(key).or(() -> RegistryKeys.digestOfLink(key)).stream())
                .collect(Collectors.toSet());
    }

    @Test
    void pagesOfAnySizeHaveTheSameKeysInTheirOrder() throws IOException {
        for (ObjectKey prefix : List.of(RegistryKeys.BLOBS, RegistryKeys.REPOSITORIES)) {
            List<String> keys = keys(prefix, BLOBS + 1);
            assertThat(keys).isSorted().doesNotHaveDuplicates();
            assertThat(keys(prefix, 7)).isEqualTo(keys);
        }
    }

    @Test
    void allBlobsButGarbageHaveALink() throws IOException {
        Set<Digest> blobs = digests(keys(RegistryKeys.BLOBS, 100));
        Set<Digest> linked = digests(keys(RegistryKeys.REPOSITORIES, 100));
        assertThat(blobs).hasSize(BLOBS).containsAll(linked);
        assertThat(linked).hasSize(BLOBS - GARBAGE);
    }
}
