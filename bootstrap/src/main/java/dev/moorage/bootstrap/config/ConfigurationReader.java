package dev.moorage.bootstrap.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a configuration in Distribution's format ({@code docs/content/about/configuration.md} of it), version 0.1, with the
 * {@code REGISTRY_…} variables over it. All that is wrong is found in one go.
 */
public final class ConfigurationReader {
    private final YAMLMapper yaml = YAMLMapper.builder().build();

    /** A configuration, and what there is to say about it. */
    public record Result(Configuration configuration, List<String> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a file and the environment.
     *
     * @param file empty for the defaults
     * @throws InvalidConfigurationException with all that is wrong
     */
    public Result read(Optional<Path> file, Map<String, String> environment) throws InvalidConfigurationException {
        Problems problems = new Problems();
        ObjectNode tree = file.isPresent() ? parse(file.get()) : JsonNodeFactory.instance.objectNode();
        new EnvironmentOverrides(yaml, problems).apply(environment, tree);
        normalize(tree, "storage");
        normalize(tree, "auth");
        Section root = new Section("", tree, problems);
        requireVersion(root, file.isPresent(), problems);
        Configuration configuration = null;
        try {
            configuration = configuration(root, problems);
        } catch (IllegalArgumentException e) {
            problems.error("configuration", String.valueOf(e.getMessage()));
        }
        root.section("notifications");
        root.section("proxy");
        judgeUnread(root, problems);
        if (configuration == null || !problems.errors().isEmpty()) {
            throw new InvalidConfigurationException(problems.errors());
        }
        return new Result(configuration, problems.warnings());
    }

    private ObjectNode parse(Path file) throws InvalidConfigurationException {
        try {
            JsonNode tree = yaml.readTree(Files.readAllBytes(file));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidConfigurationException(List.of(file + ": is not a YAML mapping"));
        } catch (JacksonException e) {
            throw new InvalidConfigurationException(List.of(file + ": is not YAML: " + e.getOriginalMessage()));
        } catch (IOException _) {
            throw new InvalidConfigurationException(List.of(file + ": cannot be read"));
        }
    }

    /** {@code storage: inmemory} is short for a driver without parameters, and {@code auth: none} for no access control. */
    private static void normalize(ObjectNode tree, String section) {
        JsonNode type = tree.path(section);
        if (type.isString() && !type.stringValue().isBlank()) {
            tree.putObject(section).putObject(type.stringValue());
        }
    }

    private static void requireVersion(Section root, boolean fromFile, Problems problems) {
        Optional<String> version = root.text("version");
        if (fromFile && !version.equals(Optional.of("0.1"))) {
            problems.error("version", "is not 0.1");
        }
    }

    private static Configuration configuration(Section root, Problems problems) {
        Section http = root.section("http");
        return new Configuration(
                log(root.section("log"), problems),
                StorageSection.read(root.section("storage"), problems),
                StorageSection.cache(root.section("storage")),
                AuthSection.read(root.section("auth"), problems),
                HttpSection.settings(root, problems),
                HttpSection.listen(root, problems),
                HttpSection.debug(http, problems),
                TlsSection.read(http.section("tls"), problems),
                HttpSection.secrets(http, problems),
                ManifestSection.read(root.section("validation").section("manifests"), problems),
                StorageSection.purging(root.section("storage"), problems));
    }

    private static Configuration.Log log(Section log, Problems problems) {
        String level = log.text("level").orElse("info").toLowerCase(Locale.ROOT);
        if (!Set.of("error", "warn", "info", "debug").contains(level)) {
            problems.error("log.level", "is none of error, warn, info, debug");
        }
        String formatter = log.text("formatter").orElse("text");
        if (!Set.of("text", "json", "logstash").contains(formatter)) {
            problems.error("log.formatter", "is none of text, json, logstash");
        }
        boolean access = !log.section("accesslog").flag("disabled", false);
        return new Configuration.Log(level, !formatter.equals("text"), access);
    }

    private static void judgeUnread(Section root, Problems problems) {
        Set<String> known = new TreeSet<>(root.known());
        known.addAll(KeyTable.all());
        root.unasked().forEach((path, value) -> {
            Optional<String> refused = KeyTable.refused(path);
            Optional<String> harmless = KeyTable.harmless(path);
            if (refused.isEmpty()) {
                problems.warning(
                        path, "is ignored: " + harmless.orElseGet(() -> "unknown key" + suggestion(path, known)));
            } else if (!asksForNothing(value)) {
                problems.error(path, refused.get());
            }
        });
    }

    /** Such as {@code notifications.endpoints: []}, which Distribution reads as it reads no such key. */
    private static boolean asksForNothing(JsonNode value) {
        return value.isContainer()
                ? value.valueStream().allMatch(ConfigurationReader::asksForNothing)
                : value.isNull() || value.asString().isBlank();
    }

    private static String suggestion(String path, Set<String> known) {
        return EditDistance.nearest(path, known)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }
}
