package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Keys are compared byte by byte. No character of a key or a prefix stands for another one. */
public interface KeyContract extends DriverUnderTest {
    /** Puts an object under each of some keys, and requires that each key still has its own. */
    private static void assertApart(StorageDriver driver, String... names) throws IOException {
        for (String name : names) {
            put(driver, key("apart/" + name), name);
        }
        for (String name : names) {
            assertContent(read(driver, key("apart/" + name)))
                    .as("the object of the key %s", key("apart/" + name).value().replace("%", "%%"))
                    .contains(bytes(name));
        }
        driver.delete(key("apart/" + names[0]), WriteCondition.ANY, Durability.PROCESS_CRASH);
        for (int i = 1; i < names.length; i++) {
            assertThat(driver.stat(key("apart/" + names[i])))
                    .as("an object after another key was deleted")
                    .isPresent();
        }
    }

    @Test
    default void keysThatDifferInCaseAreDifferent() throws IOException {
        try (StorageDriver driver = open()) {
            assertApart(driver, "case/latest", "case/Latest", "case/LATEST");
        }
    }

    @Test
    default void keysThatDifferInTheirLastCharacterAreDifferent() throws IOException {
        try (StorageDriver driver = open()) {
            String long254 = "k".repeat(254);
            assertApart(
                    driver,
                    "long/" + long254 + "1",
                    "long/" + long254 + "2",
                    "deep/" + "d".repeat(200) + "/" + "e".repeat(200) + "/1",
                    "deep/" + "d".repeat(200) + "/" + "e".repeat(200) + "/2");
        }
    }

    @Test
    default void keysThatDifferInSeparatorsAndEscapesAreDifferent() throws IOException {
        try (StorageDriver driver = open()) {
            assertApart(
                    driver, "e/a/b", "e/a_b", "e/a-b", "e/a.b", "e/a%2Fb", "e/a%2fb", "e/a+b", "e/a%20b", "e/a:b",
                    "e/ab", "e/a/b.", "e/a/b~");
        }
    }

    @Test
    default void aPrefixIsNoPattern() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, key("pattern/aXb/one"), "1");
            put(driver, key("pattern/aXXb/two"), "2");
            put(driver, key("pattern/a_b/own"), "3");
            put(driver, key("pattern/a%b/own"), "4");
            put(driver, key("pattern/a*b/own"), "5");
            put(driver, key("pattern/a?b/own"), "6");
            put(driver, key("pattern/a[X]b/own"), "7");
            put(driver, key("pattern/A_B/folded"), "8");
            for (String name : new String[] {"a_b", "a%b", "a*b", "a?b", "a[X]b"}) {
                for (ListOptions options : new ListOptions[] {ListOptions.recursive(100), ListOptions.children(100)}) {
                    assertThat(ListingContract.all(driver, key("pattern/" + name), options))
                            .as("below the prefix with %s", name.replace("%", "%%"))
                            .containsExactly("pattern/" + name + "/own");
                }
            }
        }
    }
}
