package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.drivers.FoundDriver;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.storage.spi.config.ConfigKey;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code docs/from-distribution.md}: each key of the configuration of Distribution, and what becomes of it by the tables
 * that the server itself uses.
 */
class FromDistributionDocumentTest {
    private static final List<String> HEAD =
            List.of("| key | versions | treatment | what it does, or why not |", "| --- | --- | --- | --- |");

    private static final Map<String, Key<?>> DECLARED = Features.sections().stream()
            .flatMap(section -> section.keys().stream())
            .collect(Collectors.toMap(Key::path, Function.identity()));

    private static final Map<String, FoundDriver<?>> DRIVERS = StorageDrivers.installed().overview().found().stream()
            .collect(Collectors.toMap(FoundDriver::type, Function.identity()));

    /** A line of the list of keys. */
    private record Known(String versions, String path, String note) {
        static Known of(String line) {
            String[] cells = line.split("; *", -1);
            return new Known(cells[0], cells[1], cells.length > 2 ? cells[2] : "");
        }

        /** Returns the type of the storage driver that the key belongs to. */
        Optional<String> driver() {
            String[] names = path.split("\\.");
            boolean isOption = Stream.concat(DECLARED.keySet().stream(), UnsupportedKeys.all().stream())
                    .anyMatch(each -> each.equals(path) || path.startsWith(each + "."));
            return names[0].equals("storage") && !isOption ? Optional.of(names[1]) : Optional.empty();
        }
    }

    private static List<Known> keys() throws IOException {
        try (InputStream list = FromDistributionDocumentTest.class.getResourceAsStream("distribution-keys.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Known::of)
                    .toList();
        }
    }

    private static String row(Known key) {
        return "| `" + key.path() + "` | " + key.versions() + " | " + treatment(key) + " |";
    }

    private static String treatment(Known key) {
        if (key.driver().isPresent()) {
            return ofDriver(key, key.driver().get());
        }
        Optional<String> refused = UnsupportedKeys.refused(key.path());
        if (refused.isPresent()) {
            return "refused | " + inSentences(refused.get());
        }
        Optional<String> harmless = UnsupportedKeys.harmless(key.path());
        if (harmless.isPresent()) {
            return "ignored | " + inSentences(harmless.get());
        }
        if (key.path().equals(KnownKeys.VERSION)) {
            return "read | `0.1`, required in a file";
        }
        Key<?> declared = DECLARED.get(key.path());
        assertThat(declared).as("what becomes of %s", key.path()).isNotNull();
        return "read | " + declared.meaning() + ". Default: " + declared.shown();
    }

    /** A message on one line joins its sentences by semicolons. */
    private static String inSentences(String message) {
        return Stream.of(message.split("; "))
                .reduce((first, next) -> first + ". " + Character.toUpperCase(next.charAt(0)) + next.substring(1))
                .orElseThrow();
    }

    private static String ofDriver(Known key, String type) {
        FoundDriver<?> driver = DRIVERS.get(type);
        if (driver == null) {
            return "refused | Moorage has no driver for this store";
        }
        String rest = key.path().substring(("storage." + type).length());
        return rest.isEmpty() || isKey(driver.factory().configType(), rest.substring(1))
                ? "read | " + (key.note().isEmpty() ? "[storage.md](storage.md)" : key.note())
                : "refused | the driver does not have this key" + (key.note().isEmpty() ? "" : ": " + key.note());
    }

    private static boolean isKey(Class<?> type, String path) {
        String[] names = path.split("\\.", 2);
        for (RecordComponent component : type.getRecordComponents()) {
            ConfigKey named = component.getAccessor().getAnnotation(ConfigKey.class);
            String name = named == null || named.value().isEmpty() ? component.getName() : named.value();
            if (name.equals(names[0])) {
                return names.length == 1 || component.getType().isRecord() && isKey(component.getType(), names[1]);
            }
        }
        return false;
    }

    @Test
    void theTableHasARowForEachKeyOfDistribution() throws IOException {
        List<String> rows = Stream.concat(HEAD.stream(), keys().stream().map(FromDistributionDocumentTest::row))
                .toList();
        Path made = Files.write(Path.of("target/from-distribution-table.md"), rows);
        assertThat(Files.readString(Path.of("../docs/from-distribution.md")))
                .as("docs/from-distribution.md has the table that is now in " + made.toAbsolutePath())
                .contains(Files.readString(made));
    }

    @Test
    void aKeyIsListedOnce() throws IOException {
        assertThat(keys().stream().map(Known::path)).doesNotHaveDuplicates();
    }

    /** Otherwise a key that was renamed here would be taken for one of Distribution's. */
    @Test
    void everyKeyThatIsNotOursIsOneOfDistribution() throws IOException {
        List<String> listed = keys().stream().map(Known::path).toList();
        assertThat(DECLARED.values().stream().filter(key -> !key.isOurs()).map(Key::path))
                .allSatisfy(path -> assertThat(listed).contains(path));
    }
}
