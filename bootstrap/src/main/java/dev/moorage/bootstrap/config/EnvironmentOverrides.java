package dev.moorage.bootstrap.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies {@code REGISTRY_…} variables to a configuration, as Distribution does. A variable's name is the path of a key in
 * capitals, joined by {@code _}, with elements of lists by their index. Values are YAML. Shorter paths are applied first, so
 * that a longer one adds to them.
 *
 * <p>A variable whose first word is no section is ignored, whatever it holds. Kubernetes sets {@code REGISTRY_PORT_5000_TCP}
 * and similar ones for a service with the name {@code registry}.
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "REGISTRY_";
    private static final String HEADERS = "http.headers";
    /** Variables that are no keys: the path of the configuration file, and a client's file of passwords. */
    private static final Set<String> OTHERS = Set.of("REGISTRY_CONFIGURATION_PATH", "REGISTRY_AUTH_FILE");

    /** What stands below {@code auth} next to the kind of access control that a variable chooses. */
    private static final Set<String> BESIDE_AUTH = Set.of("oidc", "issuer");

    private static final String RULES_FILE = "REGISTRY_ACCESS_FILE";

    private static final Pattern CHOICE = Pattern.compile("[a-z0-9]+");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,4}");

    private final YamlReader yaml;
    private final KnownKeys known;
    private final Problems problems;

    EnvironmentOverrides(YamlReader yaml, KnownKeys known, Problems problems) {
        this.yaml = yaml;
        this.known = known;
        this.problems = problems;
    }

    void apply(Map<String, String> environment, ObjectNode configuration) {
        Map<String, String> sorted = new TreeMap<>(environment);
        List<String> ignored = new ArrayList<>();
        for (Map.Entry<String, String> variable : sorted.entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || name.length() == PREFIX.length() || OTHERS.contains(name)) {
                continue;
            }
            List<String> path = List.of(name.substring(PREFIX.length()).split("_", -1));
            String section = path.getFirst().toLowerCase(Locale.ROOT);
            if (KubernetesVariables.isServiceLink(name)) {
                ignored.add(name);
            } else if (isOfAnotherDriver(path, environment)) {
                problems.warning(name, "is ignored: REGISTRY_STORAGE chooses another storage driver");
            } else if (SecretFile.isNamed(path)) {
                setSecret(name, path.subList(0, path.size() - 1), environment, configuration);
            } else if (section.equals("access") && !name.equals(RULES_FILE)) {
                problems.error(
                        name,
                        "cannot be set by a variable, since each decision names the file and the line of its rule:"
                                + " write the rules into a file, and name it in " + RULES_FILE);
            } else if (known.isSection(section)) {
                apply(name, path, variable.getValue(), configuration);
            } else {
                known.nearestSection(section)
                        .ifPresentOrElse(
                                near -> problems.error(
                                        name, "names no section of the configuration; did you mean " + near + "?"),
                                () -> ignored.add(name));
            }
        }
        if (!ignored.isEmpty()) {
            problems.warning(
                    String.join(", ", ignored),
                    "ignored, as no section of the configuration has such a name; Kubernetes sets such variables for a"
                            + " service named registry");
        }
    }

    private void setSecret(String name, List<String> path, Map<String, String> environment, ObjectNode configuration) {
        String direct = SecretFile.withoutSuffix(name);
        if (environment.containsKey(direct)) {
            problems.error(name, "contradicts " + direct + ": set one of them");
            return;
        }
        try {
            String secret = SecretFile.read(environment.getOrDefault(name, ""));
            set(configuration, "", path, configuration.stringNode(secret), name);
        } catch (IOException e) {
            problems.error(name, String.valueOf(e.getMessage()));
        }
    }

    private boolean isOfAnotherDriver(List<String> path, Map<String, String> environment) {
        String chosen = environment.getOrDefault("REGISTRY_STORAGE", "").strip();
        return CHOICE.matcher(chosen).matches()
                && path.size() > 1
                && path.getFirst().equals("STORAGE")
                && !path.get(1).equalsIgnoreCase(chosen)
                && !known.holds("storage." + path.get(1).toLowerCase(Locale.ROOT));
    }

    private void apply(String name, List<String> path, String value, ObjectNode configuration) {
        if (path.contains("")) {
            problems.warning(name, "is not the path of a key");
            return;
        }
        JsonNode parsed;
        try {
            parsed = value.isBlank() ? configuration.stringNode(value) : yaml.read(value);
        } catch (YamlException e) {
            problems.error(name, "is not YAML: " + e.getMessage() + "; a text may need quotes");
            return;
        }
        if (parsed.isMissingNode()) {
            problems.error(name, "holds a comment of YAML, and no value; a text that begins with # needs quotes");
            return;
        }
        boolean choice = path.equals(List.of("STORAGE")) || path.equals(List.of("AUTH"));
        if (choice && parsed.isString() && !value.isBlank()) {
            choose(configuration, path.getFirst().toLowerCase(Locale.ROOT), parsed.stringValue());
        } else {
            set(configuration, "", path, parsed, name);
        }
    }

    /** {@code REGISTRY_STORAGE=s3} replaces the driver that the file names, and keeps the file's keys of {@code s3}. */
    private void choose(ObjectNode configuration, String section, String type) {
        ObjectNode chosen =
                configuration.get(section) instanceof ObjectNode there ? there : configuration.putObject(section);
        for (String key : List.copyOf(chosen.propertyNames())) {
            boolean option = section.equals("storage") ? known.holds("storage." + key) : BESIDE_AUTH.contains(key);
            if (!option && !key.equals(type)) {
                chosen.remove(key);
            }
        }
        if (!chosen.hasNonNull(type)) {
            chosen.putObject(type);
        }
    }

    private void set(ObjectNode node, String at, List<String> path, JsonNode value, String name) {
        String key = key(node, at, path.getFirst());
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
            set(child, at.isEmpty() ? key : at + "." + key, rest, value, name);
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
            set(element, key + ".0", rest.subList(1, rest.size()), value, name);
        }
    }

    /** Returns the key as the file spells it, or else in small letters. The name of a header keeps its case. */
    private static String key(ObjectNode node, String at, String word) {
        return node.propertyNames().stream()
                .filter(name -> name.equalsIgnoreCase(word))
                .findFirst()
                .orElse(at.equals(HEADERS) ? word : word.toLowerCase(Locale.ROOT));
    }

    private static Optional<Integer> index(String token) {
        return INDEX.matcher(token).matches() ? Optional.of(Integer.parseInt(token)) : Optional.empty();
    }
}
