package dev.moorage.bootstrap.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML file of another program, read by the rules of the configuration. Each problem is reported with its line, and a key that
 * nothing has read is one.
 */
public final class YamlDocument {
    private final Problems problems;
    private final Section root;

    private YamlDocument(Problems problems, Section root) {
        this.problems = problems;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidConfigurationException it cannot be read, or is no YAML mapping
     */
    public static YamlDocument read(Path file) throws InvalidConfigurationException {
        try {
            String text = YamlReader.text(Files.readAllBytes(file));
            if (new YamlReader().read(text) instanceof ObjectNode object) {
                YamlLines lines = YamlLines.of(text);
                Problems problems = new Problems(path ->
                        lines.line(path).map(line -> file + ": line " + line).orElse(file.toString()) + ": " + path);
                return new YamlDocument(problems, new Section("", object, problems));
            }
            throw invalid(file, "is not a YAML mapping");
        } catch (YamlException e) {
            throw invalid(file, "is not YAML that can be used: " + e.getMessage());
        } catch (NoSuchFileException _) {
            throw invalid(file, "does not exist");
        } catch (AccessDeniedException _) {
            throw invalid(file, "cannot be read: permission denied");
        } catch (IOException e) {
            throw invalid(file, "cannot be read: " + e.getMessage());
        }
    }

    private static InvalidConfigurationException invalid(Path file, String problem) {
        return new InvalidConfigurationException(List.of(file + ": " + problem));
    }

    public Section root() {
        return root;
    }

    /** Reports that the value of a key is wrong. */
    public void error(String path, String message) {
        problems.error(path, message);
    }

    /**
     * Ends the reading.
     *
     * @param unsupported the last names of keys that are known, and not supported
     * @param reason what is reported of those
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public void requireValid(Set<String> unsupported, String reason) throws InvalidConfigurationException {
        Set<String> known = root.known();
        for (String path : root.unasked().keySet()) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            String suggestion = EditDistance.nearest(path, known)
                    .map(candidate -> "; did you mean " + candidate + "?")
                    .orElse("");
            problems.error(path, unsupported.contains(name) ? reason : "unknown key" + suggestion);
        }
        if (!problems.errors().isEmpty()) {
            throw new InvalidConfigurationException(problems.errors());
        }
    }
}
