package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.wiring.Features;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Tests that any text is either a valid configuration or gives a list of errors, the same each time. */
class ConfigurationFuzzTest {
    private static final String ENVIRONMENT = "\n# environment\n";

    @TempDir
    private static Path folder;

    /** A file, and behind a line of its own variables, one on each line. */
    @FuzzTest
    void configurations(byte[] data) throws IOException {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(ENVIRONMENT);
        Path file = Files.write(folder.resolve("config.yml"), Arrays.copyOf(data, end < 0 ? data.length : end));
        Map<String, String> environment = new HashMap<>();
        if (end >= 0) {
            for (String line : text.substring(end + ENVIRONMENT.length()).split("\n", 100)) {
                String[] variable = line.split("=", 2);
                environment.put(variable[0], variable[variable.length - 1]);
            }
        }
        assertThat(read(file, environment)).isEqualTo(read(file, environment)).isNotEmpty();
    }

    private static List<String> read(Path file, Map<String, String> environment) {
        try {
            StorageConfig storage = Features.configurationReader(Defaults.QUICK_START)
                    .read(Optional.of(file), environment)
                    .configuration()
                    .get(StorageConfig.class);
            return List.of(storage.type(), storage.where());
        } catch (InvalidConfigurationException e) {
            return e.errors();
        }
    }
}
