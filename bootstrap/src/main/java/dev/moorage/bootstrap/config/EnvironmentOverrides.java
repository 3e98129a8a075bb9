package dev.moorage.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code REGISTRY_…} variables over a configuration, as Distribution has them: the path of a key in capitals, joined by
 * {@code _}; list elements by their index; values in YAML. Shorter paths come first, so that a longer one adds to them.
 *
 * <p>A variable whose first word is no section is not ours, whatever it holds: Kubernetes sets {@code REGISTRY_PORT_5000_TCP}
 * and others like it for a service of the name {@code registry}.
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "REGISTRY_";
    /** Not keys, but where the file is. */
    private static final List<String> OTHERS = List.of("REGISTRY_CONFIGURATION_PATH");

    private final YAMLMapper yaml;
    private final Problems problems;

    EnvironmentOverrides(YAMLMapper yaml, Problems problems) {
        this.yaml = yaml;
        this.problems = problems;
    }

    void apply(Map<String, String> environment, ObjectNode configuration) {
        Map<String, String> sorted = new TreeMap<>(environment);
        List<String> ignored = new ArrayList<>();
        for (Map.Entry<String, String> variable : sorted.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(PREFIX) && name.length() > PREFIX.length() && !OTHERS.contains(name)) {
                List<String> path = List.of(name.substring(PREFIX.length()).split("_", -1));
                if (KeyTable.isSection(path.getFirst().toLowerCase(Locale.ROOT))) {
                    apply(name, path, variable.getValue(), configuration);
                } else {
                    ignored.add(name);
                }
            }
        }
        if (!ignored.isEmpty()) {
            problems.warning(
                    String.join(", ", ignored),
                    "ignored, as no section of the configuration has such a name; Kubernetes sets such variables for a"
                            + " service named registry");
        }
    }

    private void apply(String name, List<String> path, String value, ObjectNode configuration) {
        if (path.contains("")) {
            problems.warning(name, "is not the path of a key");
            return;
        }
        JsonNode parsed;
        try {
            parsed = value.isBlank() ? configuration.stringNode(value) : yaml.readTree(value);
        } catch (JacksonException _) {
            problems.error(name, "is not YAML");
            return;
        }
        if (path.equals(List.of("STORAGE")) && parsed.isString()) {
            chooseStorage(configuration, parsed.stringValue());
        } else {
            set(configuration, path, parsed, name);
        }
    }

    /** {@code REGISTRY_STORAGE=s3} takes the place of whatever driver the file names. */
    private static void chooseStorage(ObjectNode configuration, String type) {
        ObjectNode storage =
                configuration.get("storage") instanceof ObjectNode there ? there : configuration.putObject("storage");
        for (String key : List.copyOf(storage.propertyNames())) {
            if (!StorageSection.isOption(key) && !key.equals(type)) {
                storage.remove(key);
            }
        }
        if (!storage.hasNonNull(type)) {
            storage.putObject(type);
        }
    }

    private void set(ObjectNode node, List<String> path, JsonNode value, String name) {
        String key = key(node, path.getFirst());
        if (path.size() == 1) {
            node.set(key, value);
            return;
        }
        List<String> rest = path.subList(1, path.size());
        Optional<Integer> index = index(rest.getFirst());
        if (index.isPresent()) {
            setElement(node, key, index.get(), rest, value, name);
        } else {
            ObjectNode child = node.get(key) instanceof ObjectNode there ? there : node.putObject(key);
            set(child, rest, value, name);
        }
    }

    private void setElement(ObjectNode node, String key, int index, List<String> rest, JsonNode value, String name) {
        ArrayNode list = node.get(key) instanceof ArrayNode there ? there : node.putArray(key);
        if (index > list.size()) {
            problems.error(name, "leaves out an element of the list before it");
            return;
        }
        if (index == list.size()) {
            list.addObject();
        }
        if (rest.size() == 1) {
            list.set(index, value);
        } else {
            ObjectNode element = list.get(index) instanceof ObjectNode there ? there : list.objectNode();
            list.set(index, element);
            set(element, rest.subList(1, rest.size()), value, name);
        }
    }

    /** The key as the file spells it, or in small letters. */
    private static String key(ObjectNode node, String capitals) {
        return node.propertyNames().stream()
                .filter(name -> name.equalsIgnoreCase(capitals))
                .findFirst()
                .orElse(capitals.toLowerCase(Locale.ROOT));
    }

    private static Optional<Integer> index(String token) {
        boolean digits = token.length() <= 4 && token.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(token)) : Optional.empty();
    }
}
