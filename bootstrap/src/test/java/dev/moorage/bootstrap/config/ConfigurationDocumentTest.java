package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.wiring.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/configuration.md} says of every key of Distribution's what becomes of it, and it does. */
class ConfigurationDocumentTest {
    @TempDir
    private Path folder;

    record Row(String key, String value, String verdict) {
        /** Returns the key with its value as YAML, together with the keys that it requires. */
        String yaml() {
            String[] words = key.split("\\.");
            String text = String.join(": {", words) + ": " + value + "}".repeat(words.length - 1);
            String more = switch (key) {
                case "http.tls.clientauth" ->
                    text.replace("{clientauth", "{certificate: a, key: a, clientcas: [a], clientauth");
                case "http.tls.clientcas" -> text.replace("{clientcas", "{certificate: a, key: a, clientcas");
                case "http.tls.certificate" -> text.replace("{certificate", "{key: a, certificate");
                case "http.tls.key" -> text.replace("{key", "{certificate: a, key");
                case "auth.htpasswd.realm" -> text.replace("{realm", "{path: a, realm");
                default -> key.startsWith("auth.token.") ? withTokenServer(words[2], text) : text;
            };
            return key.equals("version") ? text : "version: 0.1\n" + more;
        }

        private static String withTokenServer(String word, String text) {
            String required = Stream.of("realm", "service", "issuer", "rootcertbundle")
                    .filter(other -> !other.equals(word))
                    .map(other -> other + ": a, ")
                    .collect(Collectors.joining());
            return text.replace("{token: {", "{token: {" + required);
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("../docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.split(" *\\| *")))
                .flatMap(cells -> Stream.of(cells.get(1).split(", "))
                        .map(key -> new Row(plain(key), plain(cells.get(2)), cells.get(3))));
    }

    private static String plain(String code) {
        return code.replace("`", "");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatBecomesOfAKeyIsWhatItsRowSays(Row row) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), row.yaml());
        List<String> errors = List.of();
        List<String> warnings = List.of();
        try {
            warnings = Features.configurationReader(Defaults.QUICK_START)
                    .read(Optional.of(file), Map.of())
                    .warnings();
        } catch (InvalidConfigurationException e) {
            errors = e.errors();
        }
        String last = row.key().substring(row.key().lastIndexOf('.') + 1);
        switch (row.verdict()) {
            case "read" -> {
                assertThat(errors).isEmpty();
                assertThat(warnings).noneMatch(warning -> warning.contains("is ignored"));
            }
            case "ignored" -> {
                assertThat(errors).isEmpty();
                assertThat(warnings)
                        .isNotEmpty()
                        .allMatch(warning -> warning.startsWith(row.key()) && warning.contains(": is ignored: "))
                        .noneMatch(warning -> warning.contains("unknown"));
            }
            case "refused" ->
                assertThat(errors)
                        .singleElement()
                        .asString()
                        .startsWith(row.key() + ": ")
                        .doesNotContain("unknown")
                        .satisfies(error -> assertThat(error).contains(last));
            default -> throw new AssertionError(row);
        }
    }

    @Test
    void everyKeyThatTheServerKnowsOfDistributionHasARow() throws IOException {
        assertThat(rows().map(Row::key)).containsAll(UnsupportedKeys.all());
    }

    @Test
    void everySectionHasARow() throws IOException {
        List<String> keys = rows().map(Row::key).toList();
        assertThat(new KnownKeys(Features.sections()).sections())
                .allSatisfy(section ->
                        assertThat(keys).anyMatch(key -> key.equals(section) || key.startsWith(section + ".")));
    }
}
