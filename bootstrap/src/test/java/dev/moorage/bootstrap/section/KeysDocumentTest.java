package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.wiring.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/keys.md} is made of the keys that the sections declare. */
class KeysDocumentTest {
    private static final String HEAD = "| key | type | default | |";
    private static final String RULE = "| --- | --- | --- | --- |";

    private static Stream<Key<?>> keys() {
        return Features.sections().stream().flatMap(section -> section.keys().stream());
    }

    private static String row(Key<?> key) {
        return "| `" + key.path() + "` | " + key.type() + " | " + key.shown() + " | " + (key.isOurs() ? "ours: " : "")
                + key.meaning() + " |";
    }

    @Test
    void theTableHasARowForEachKey() throws IOException {
        List<String> rows = Stream.concat(Stream.of(HEAD, RULE), keys().map(KeysDocumentTest::row))
                .toList();
        Path made = Files.write(Path.of("target/keys-table.md"), rows);
        assertThat(Files.readString(Path.of("../docs/keys.md")))
                .as("docs/keys.md has the table that is now in " + made.toAbsolutePath())
                .contains(Files.readString(made));
    }

    @Test
    void aKeyIsDeclaredOnce() {
        assertThat(keys().map(Key::path)).doesNotHaveDuplicates();
    }

    @Test
    void eachDeclaredKeyIsRead() {
        ConfigurationReader reader = Features.configurationReader(Defaults.QUICK_START);
        keys().filter(key -> !key.path().startsWith("auth.")).map(Key::path).forEach(path -> {
            String variable = "REGISTRY_"
                    + path.replace("[]", ".0").toUpperCase(Locale.ROOT).replace('.', '_');
            assertThat(warnings(reader, variable)).as(path).noneMatch(warning -> warning.contains("unknown key"));
        });
    }

    private static List<String> warnings(ConfigurationReader reader, String variable) {
        try {
            return reader.read(Optional.empty(), Map.of(variable, "1")).warnings();
        } catch (InvalidConfigurationException e) {
            return e.errors();
        }
    }
}
