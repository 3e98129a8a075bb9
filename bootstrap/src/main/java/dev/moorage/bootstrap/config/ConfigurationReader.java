package dev.moorage.bootstrap.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a configuration in Distribution's format ({@code docs/content/about/configuration.md} of it), version 0.1. The
 * {@code REGISTRY_…} variables override it. One read reports everything that is wrong.
 */
public final class ConfigurationReader {
    private final YamlReader yaml = new YamlReader();
    private final Defaults defaults;
    private final List<ConfigSection<?>> sections;

    /**
     * @param sections all sections of the configuration. A key that none of them reads is reported as unknown
     */
    public ConfigurationReader(Defaults defaults, List<ConfigSection<?>> sections) {
        this.defaults = defaults;
        this.sections = List.copyOf(sections);
    }

    /** A configuration, and what the start reports about it. */
    public record Result(Configuration configuration, List<String> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a file and the environment.
     *
     * @param file empty for the defaults
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public Result read(Optional<Path> file, Map<String, String> environment) throws InvalidConfigurationException {
        Problems problems = new Problems();
        Optional<Values.SourceFile> source = file.isPresent() ? Optional.of(text(file.get())) : Optional.empty();
        ObjectNode tree =
                file.isPresent() ? parse(file.get(), source.get().text()) : JsonNodeFactory.instance.objectNode();
        KnownKeys known = new KnownKeys(sections);
        new EnvironmentOverrides(yaml, known, problems).apply(environment, tree);
        normalize(tree, "storage");
        normalize(tree, "auth");
        Section root = new Section("", tree, problems);
        requireVersion(root, file.isPresent(), problems);
        Defaults here = file.isPresent() ? defaults.withFile() : defaults;
        Configuration configuration = null;
        try {
            configuration = configuration(new Values(root, source, known, here, problems));
        } catch (IllegalArgumentException e) {
            problems.error("configuration", String.valueOf(e.getMessage()));
        }
        UnreadKeys.report(root, problems);
        if (configuration == null || !problems.errors().isEmpty()) {
            throw new InvalidConfigurationException(problems.errors(), Optional.ofNullable(configuration));
        }
        return new Result(configuration, problems.warnings());
    }

    private Values.SourceFile text(Path file) throws InvalidConfigurationException {
        try {
            return new Values.SourceFile(file.toString(), YamlReader.text(Files.readAllBytes(file)));
        } catch (YamlException e) {
            throw unusable(file, e);
        } catch (NoSuchFileException _) {
            throw invalid(file, "does not exist");
        } catch (AccessDeniedException _) {
            throw invalid(file, "cannot be read: permission denied");
        } catch (IOException e) {
            throw invalid(file, "cannot be read: " + e.getMessage());
        }
    }

    private ObjectNode parse(Path file, String text) throws InvalidConfigurationException {
        try {
            if (yaml.read(text) instanceof ObjectNode object) {
                return object;
            }
            throw invalid(file, "is not a YAML mapping");
        } catch (YamlException e) {
            throw unusable(file, e);
        }
    }

    private static InvalidConfigurationException unusable(Path file, YamlException e) {
        return invalid(file, "is not YAML that can be used: " + e.getMessage());
    }

    private static InvalidConfigurationException invalid(Path file, String problem) {
        return new InvalidConfigurationException(List.of(file + ": " + problem));
    }

    /**
     * Expands short forms: {@code storage: inmemory} is a driver without parameters, and {@code auth: none} is no access
     * control.
     */
    private static void normalize(ObjectNode tree, String section) {
        JsonNode type = tree.path(section);
        if (type.isString() && !type.stringValue().isBlank()) {
            tree.putObject(section).putObject(type.stringValue());
        }
    }

    private static void requireVersion(Section root, boolean fromFile, Problems problems) {
        Optional<String> version = root.text(KnownKeys.VERSION);
        if (fromFile && !version.equals(Optional.of("0.1"))) {
            problems.error(KnownKeys.VERSION, "is not 0.1");
        }
    }

    private Configuration configuration(Values values) {
        List<Record> records = new ArrayList<>();
        for (ConfigSection<?> section : sections) {
            records.add(section.read(values));
        }
        return new Configuration(records);
    }
}
