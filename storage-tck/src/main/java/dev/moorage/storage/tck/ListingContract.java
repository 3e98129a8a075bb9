package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Listings in the order of keys as strings, in pages, whole or folded at the next {@code /}. */
public interface ListingContract extends DriverUnderTest {
    @Test
    default void nothingIsListedWhereNothingIs() throws IOException {
        try (StorageDriver driver = open()) {
            assertThat(driver.list(key("nowhere"), ListOptions.recursive(10)).entries())
                    .isEmpty();
            assertThat(driver.list(key("nowhere"), ListOptions.children(10)).next())
                    .isEmpty();
        }
    }

    @Test
    default void thePrefixItselfAndItsNeighboursAreNotBelowIt() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("p/x"), "1");
            put(driver, key("p-q"), "2");
            put(driver, key("pp/x"), "3");
            put(driver, key("p.x/y"), "4");
            assertThat(all(driver, key("p"), ListOptions.recursive(10))).containsExactly("p/x");
        }
    }

    @Test
    default void aSingleObjectIsNoPrefix() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("single"), "1");
            assertThat(all(driver, key("single"), ListOptions.recursive(10))).isEmpty();
            assertThat(all(driver, key("single"), ListOptions.children(10))).isEmpty();
        }
    }

    @Test
    default void keysAreInTheOrderOfStrings() throws IOException {
        try (StorageDriver driver = open()) {
            String[] names = {"a-b/1", "a.b/1", "a/1", "a/b/c", "a/b-c", "a0/1", "A/1", "a_/1", "b", "c/1", "c0"};
            for (String name : names) {
                put(driver, key("order/" + name), "x");
            }
            TreeSet<String> sorted = new TreeSet<>();
            for (String name : names) {
                sorted.add("order/" + name);
            }
            for (int limit : new int[] {1, 2, 3, 100}) {
                assertThat(all(driver, key("order"), ListOptions.recursive(limit)))
                        .as("limit %d", limit)
                        .containsExactlyElementsOf(sorted);
                assertThat(all(driver, key("order"), ListOptions.children(limit)))
                        .as("folded, limit %d", limit)
                        .containsExactly(
                                "order/A/",
                                "order/a-b/",
                                "order/a.b/",
                                "order/a/",
                                "order/a0/",
                                "order/a_/",
                                "order/b",
                                "order/c/",
                                "order/c0");
            }
        }
    }

    @Test
    default void moreThanAThousandKeysComeInPages() throws IOException {
        try (StorageDriver driver = open()) {
            TreeSet<String> expected = new TreeSet<>();
            for (int i = 0; i < 1234; i++) {
                String name = "many/" + Integer.toString(i * 7919 % 1234, 36) + (i % 3 == 0 ? "/link" : "");
                put(driver, key(name), "x");
                expected.add(name);
            }
            for (int limit : new int[] {100, 999, 5000}) {
                assertThat(all(driver, key("many"), ListOptions.recursive(limit)))
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    default void aListingStartsAfterAnyKeyWhetherItIsThereOrNot() throws IOException {
        try (StorageDriver driver = open()) {
            for (String name : new String[] {"a", "c/1", "c/2", "e"}) {
                put(driver, key("from/" + name), "x");
            }
            assertThat(after(driver, "b", false)).containsExactly("from/c/1", "from/c/2", "from/e");
            assertThat(after(driver, "c/1", false)).containsExactly("from/c/2", "from/e");
            assertThat(after(driver, "c", false)).containsExactly("from/c/1", "from/c/2", "from/e");
            assertThat(after(driver, "c", true)).containsExactly("from/c/", "from/e");
            assertThat(after(driver, "c/", true)).containsExactly("from/e");
            assertThat(after(driver, "c/1", true)).containsExactly("from/e");
            assertThat(after(driver, "e", false)).isEmpty();
            assertThat(after(driver, "z", true)).isEmpty();
        }
    }

    private static List<String> after(StorageDriver driver, String name, boolean folded) throws IOException {
        ListOptions options = folded ? ListOptions.children(2) : ListOptions.recursive(2);
        return all(driver, key("from"), options.after("tck/from/" + name));
    }

    @Test
    default void whatHasNoObjectBelowItIsNotListed() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("emptied/a/b/c"), "x");
            put(driver, key("emptied/d"), "x");
            driver.delete(key("emptied/a/b/c"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            assertThat(all(driver, key("emptied"), ListOptions.children(10))).containsExactly("emptied/d");
        }
    }

    @Test
    default void theStateOfTheServerIsStoredAndListedLikeAnyOtherObject() throws IOException {
        try (StorageDriver driver = open()) {
            ObjectKey state = ObjectKey.SERVER_STATE.resolve("kept/one");
            put(driver, state, "content");
            assertThat(driver.stat(state).map(ObjectInfo::size)).contains(7L);
            assertThat(driver.list(ObjectKey.SERVER_STATE, ListOptions.recursive(10))
                            .entries())
                    .containsExactly(new ObjectPage.Found(state, 7));
            assertThat(driver.list(ObjectKey.SERVER_STATE, ListOptions.children(10))
                            .entries())
                    .containsExactly(new ObjectPage.Folded(ObjectKey.SERVER_STATE.resolve("kept")));
            driver.delete(state, WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(driver.stat(state)).isEmpty();
        }
    }

    @Test
    default void sizesAreListed() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("sized/one"), "12345");
            assertThat(driver.list(key("sized"), ListOptions.recursive(1)).entries())
                    .containsExactly(new ObjectPage.Found(key("sized/one"), 5));
        }
    }

    @Test
    default void whatStaysIsListedWhileOthersComeAndGo() throws Exception {
        try (StorageDriver driver = open()) {
            for (int i = 0; i < 50; i++) {
                put(driver, key("busy/stays" + i + "/x"), "x");
            }
            Racers.race(3, racer -> {
                for (int i = 0; i < 40; i++) {
                    ObjectKey key = key("busy/comes-" + racer + "/" + i % 5);
                    put(driver, key, "x");
                    driver.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
                    if (i % 10 == 0) {
                        List<String> listed = all(driver, key("busy"), ListOptions.recursive(7));
                        assertThat(listed.stream().filter(name -> name.startsWith("busy/stays")))
                                .hasSize(50);
                    }
                }
            });
        }
    }

    /** All pages, as texts without the prefix that {@link DriverUnderTest#key} adds. */
    static List<String> all(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
        List<String> names = new ArrayList<>();
        ListOptions next = options;
        for (int pages = 0; pages < 10_000; pages++) {
            ObjectPage page = driver.list(prefix, next);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(options.limit());
            for (ObjectPage.Entry entry : page.entries()) {
                names.add(entry.text().substring("tck/".length()));
            }
            if (page.next().isEmpty()) {
                return names;
            }
            next = next.after(page.next().get());
        }
        throw new AssertionError("the listing does not end");
    }
}
