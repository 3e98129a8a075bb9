package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration of the shape that operators start Distribution with: a file whose first lines are comments with the
 * expected result, and the variables that are set in addition to the file. A file without a version stands for variables
 * alone.
 *
 * @param expected {@code starts}, or {@code s3} for one whose store no test has, or the keys that are refused
 */
record Shape(String name, String text, Map<String, String> variables, String expected) {
    private static final String EXPECT = "# expect: ";
    private static final String VARIABLE = "# variable: ";

    static Shape read(Path file) throws IOException {
        String text = Files.readString(file);
        Map<String, String> variables = new HashMap<>();
        for (String line : valuesOf(VARIABLE, text)) {
            String[] variable = line.split("=", 2);
            variables.put(variable[0], variable[1]);
        }
        return new Shape(
                file.getFileName().toString(),
                text,
                variables,
                valuesOf(EXPECT, text).getFirst());
    }

    private static List<String> valuesOf(String mark, String text) {
        return text.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }

    Set<String> refusedKeys() {
        return Set.of(expected.split(" "));
    }

    /** Reads it, with the files that it names in a folder, and any free port of 127.0.0.1. */
    ConfigurationReader.Result in(Path folder) throws IOException, InvalidConfigurationException {
        Map<String, String> environment = new HashMap<>();
        variables.forEach((name, value) -> environment.put(name, filled(value, folder)));
        Optional<Path> file = text.contains("version: 0.1")
                ? Optional.of(Files.writeString(folder.resolve(name), filled(text, folder)))
                : Optional.empty();
        return Features.configurationReader(Defaults.QUICK_START).read(file, environment);
    }

    private static String filled(String template, Path folder) {
        return template.replace("${folder}", folder.toString())
                .replace("${address}", "127.0.0.1:0")
                .replace("${debug}", "127.0.0.1:0");
    }

    @Override
    public String toString() {
        return name;
    }
}
