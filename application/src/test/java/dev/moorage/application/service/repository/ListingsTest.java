package dev.moorage.application.service.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of tags and repositories have the order of strings, nothing is missing, and a page costs what its entries cost. */
class ListingsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, new byte[] {1});
    /** Characters around the slash, by which a store and strings sort differently. */
    private static final String CHARACTERS = "ab0.-_";

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    private final List<String> calls = new ArrayList<>();
    private final RepositoryUseCases listings = RepositoryServices.over(
            new HookedStorageDriver(driver, (method, key) -> calls.add(method + " " + key)),
            100_000,
            new SealedPositions(List.of(new byte[32])));

    private void link(ObjectKey key) throws IOException {
        driver.put(
                key,
                DIGEST.toString().getBytes(StandardCharsets.US_ASCII),
                WriteCondition.ANY,
                Durability.PROCESS_CRASH);
    }

    private static PageRequest page(int limit, String last) {
        return new PageRequest(limit, last.isEmpty() ? Optional.empty() : Optional.of(last));
    }

    private interface Listing {
        Page<?> list(PageRequest request) throws IOException;
    }

    private static List<String> all(Listing listing, int limit) throws IOException {
        List<String> all = new ArrayList<>();
        String last = "";
        while (true) {
            Page<?> page = listing.list(page(limit, last));
            page.entries().forEach(entry -> all.add(entry.toString()));
            if (!page.more()) {
                return all;
            }
            assertThat(page.entries()).hasSize(limit);
            last = all.getLast();
        }
    }

    @Test
    void theNamesInANamespaceAreReadFromItsFolderAlone() throws IOException {
        for (String name : List.of("team", "team/a", "team/a/b", "team/c", "team-x", "team.y/z", "tea", "other/team")) {
            link(RegistryKeys.layerLink(RepositoryName.parse(name), DIGEST));
        }
        Catalog catalog =
                Catalog.withContent(new HookedStorageDriver(driver, (method, key) -> calls.add(method + " " + key)));
        assertThat(catalog.namesIn(RepositoryName.parse("team")))
                .extracting(RepositoryName::value)
                .containsExactly("team", "team/a", "team/a/b", "team/c");
        assertThat(catalog.namesIn(RepositoryName.parse("other")))
                .extracting(RepositoryName::value)
                .containsExactly("other/team");
        assertThat(catalog.namesIn(RepositoryName.parse("none"))).isEmpty();
        assertThat(calls).noneMatch(call -> call.endsWith("repositories") || call.contains("team-x"));
    }

    private static String name(Random random, int most) {
        StringBuilder name = new StringBuilder();
        int length = 1 + random.nextInt(most);
        for (int i = 0; i < length; i++) {
            name.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return name.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesOfTagsHaveAllTagsInTheOrderOfStrings(long seed) throws IOException {
        Random random = new Random(seed);
        TreeSet<String> tags = new TreeSet<>();
        while (tags.size() < 200) {
            Optional<Tag> tag = Tag.tryParse(name(random, 5));
            if (tag.isPresent() && tags.add(tag.get().value())) {
                link(RegistryKeys.tagLink(REPOSITORY, tag.get()));
            }
        }
        for (int limit : new int[] {1, 2, 3, 7, 50, 199, 200, 201}) {
            assertThat(all(request -> listings.tags().list(REPOSITORY, request), limit))
                    .as("seed %d, pages of %d", seed, limit)
                    .containsExactlyElementsOf(tags);
        }
        for (int i = 0; i < 100; i++) {
            String last = name(random, 6);
            assertThat(listings.tags().list(REPOSITORY, page(3, last)).entries())
                    .as("seed %d, after %s", seed, last)
                    .extracting(Tag::value)
                    .containsExactlyElementsOf(
                            tags.tailSet(last, false).stream().limit(3).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesOfTheCatalogHaveAllRepositoriesInTheOrderOfStrings(long seed) throws IOException {
        Random random = new Random(seed);
        TreeSet<String> names = new TreeSet<>();
        while (names.size() < 200) {
            StringBuilder path = new StringBuilder(name(random, 3));
            while (random.nextInt(3) == 0) {
                path.append('/').append(name(random, 3));
            }
            Optional<RepositoryName> name = RepositoryName.tryParse(path.toString());
            if (name.isPresent() && names.add(name.get().value())) {
                link(RegistryKeys.layerLink(name.get(), DIGEST));
            }
        }
        for (int limit : new int[] {1, 2, 3, 7, 50, 199, 200, 201}) {
            assertThat(all(request -> listings.repositories().list(UnrestrictedCaller.ANONYMOUS, request), limit))
                    .as("seed %d, pages of %d", seed, limit)
                    .containsExactlyElementsOf(names);
        }
        for (int i = 0; i < 100; i++) {
            String last = name(random, 3) + (random.nextBoolean() ? "/" + name(random, 3) : "");
            assertThat(listings.repositories()
                            .list(UnrestrictedCaller.ANONYMOUS, page(3, last))
                            .entries())
                    .as("seed %d, after %s", seed, last)
                    .extracting(RepositoryName::value)
                    .containsExactlyElementsOf(
                            names.tailSet(last, false).stream().limit(3).toList());
        }
    }

    @Test
    void pageOfTagsListsOnceWhateverTheRepositoryHolds() throws IOException {
        for (int i = 0; i < 5_000; i++) {
            link(RegistryKeys.tagLink(REPOSITORY, new Tag("v" + i)));
        }
        assertThat(listings.tags().list(REPOSITORY, page(100, "v2500")).entries())
                .hasSize(100);
        assertThat(calls).hasSize(1).allMatch(call -> call.startsWith("list"));
    }

    @Test
    void tagsThatNameAManifestAreReadAtTheSameTime() throws IOException {
        List<Tag> naming = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            naming.add(new Tag("v" + i));
            link(RegistryKeys.tagLink(REPOSITORY, naming.getLast()));
        }
        CyclicBarrier readers = new CyclicBarrier(naming.size());
        StorageDriver hooked = new HookedStorageDriver(driver, (_, key) -> {
            if (key.name().equals("link")) {
                try {
                    readers.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IOException(e);
                }
            }
        });
        assertThat(new RepositoryTags(hooked, new Links(hooked)).naming(REPOSITORY, DIGEST))
                .containsExactlyInAnyOrderElementsOf(naming);
    }

    @Test
    void tagsThatNameAManifestCostAReadForEachTagAndAListForEachThousand() throws IOException {
        for (int i = 0; i < 2_500; i++) {
            link(RegistryKeys.tagLink(REPOSITORY, new Tag("v" + i)));
        }
        Queue<String> all = new ConcurrentLinkedQueue<>();
        StorageDriver hooked = new HookedStorageDriver(driver, (method, _) -> all.add(method));
        assertThat(new RepositoryTags(hooked, new Links(hooked)).naming(REPOSITORY, DIGEST))
                .hasSize(2_500);
        assertThat(all).hasSize(3 + 2_500).filteredOn("list"::equals).hasSize(3);
    }

    @Test
    void pageOfTheCatalogLooksOnlyIntoItsOwnRepositories() throws IOException {
        for (int i = 0; i < 5_000; i++) {
            link(RegistryKeys.layerLink(new RepositoryName("app/r" + i), DIGEST));
        }
        assertThat(listings.repositories()
                        .list(UnrestrictedCaller.ANONYMOUS, page(100, "app/r2500"))
                        .entries())
                .hasSize(100);
        assertThat(calls.size()).isLessThanOrEqualTo(2 + 101 + 1);
    }

    @Test
    void repositoryWithManyBelowItIsListedItself() throws IOException {
        link(RegistryKeys.layerLink(new RepositoryName("a"), DIGEST));
        for (int i = 0; i < 50; i++) {
            link(RegistryKeys.layerLink(new RepositoryName("a/0" + i), DIGEST));
        }
        assertThat(listings.repositories()
                        .list(UnrestrictedCaller.ANONYMOUS, page(3, ""))
                        .entries())
                .extracting(RepositoryName::value)
                .containsExactly("a", "a/00", "a/01");
    }
}
