package dev.moorage.bootstrap.config;

import dev.moorage.storage.spi.config.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A mapping of the configuration. It records its path, and which of its keys have been read. */
final class Section {
    private final String path;
    private final JsonNode node;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Section> children = new HashMap<>();

    Section(String path, JsonNode node, Problems problems) {
        this.path = path;
        this.problems = problems;
        if (node.isObject() || node.isNull() || node.isMissingNode()) {
            this.node = node;
        } else {
            problems.error(path, "is not a mapping");
            this.node = JsonNodeFactory.instance.objectNode();
        }
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns the value of a key, or empty when it is absent or null. */
    Optional<JsonNode> value(String key) {
        asked.add(key);
        return Optional.ofNullable(node.get(key)).filter(found -> !found.isNull());
    }

    Section section(String key) {
        return children.computeIfAbsent(
                key,
                name -> new Section(path(name), value(name).orElse(JsonNodeFactory.instance.nullNode()), problems));
    }

    Optional<String> text(String key) {
        Optional<JsonNode> value = value(key);
        if (value.isPresent() && !value.get().isValueNode()) {
            problems.error(path(key), "is not a single value");
            return Optional.empty();
        }
        return value.map(JsonNode::asString).filter(text -> !text.isEmpty());
    }

    boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> {
                problems.error(path(key), "is neither true nor false");
                yield otherwise;
            }
        };
    }

    int number(String key, int otherwise, int least) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Reported below.
        }
        problems.error(path(key), "is not a number of at least " + least);
        return otherwise;
    }

    Duration duration(String key, Duration otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<Duration> parsed = GoDuration.parse(text.get());
        if (parsed.isEmpty()) {
            problems.error(path(key), "is not a duration such as 30s or 1m30s");
        }
        return parsed.orElse(otherwise);
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        value(key).ifPresent(value -> {
            for (JsonNode text : value.isArray() ? value.values() : List.of(value)) {
                if (text.isValueNode()) {
                    texts.add(text.asString());
                } else {
                    problems.error(path(key), "is neither a text nor a list of texts");
                }
            }
        });
        return texts;
    }

    /** Returns every key with its texts, as HTTP headers are configured. */
    Map<String, List<String>> textsByKey() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String key : keys()) {
            all.put(key, texts(key));
        }
        return all;
    }

    /** Returns the keys that are present, whether or not they have been read. */
    List<String> keys() {
        return node.isObject() ? List.copyOf(node.propertyNames()) : List.of();
    }

    /** Returns the values of this section and of those below it that have not been read, by their paths. */
    Map<String, JsonNode> unasked() {
        Map<String, JsonNode> unasked = new LinkedHashMap<>();
        for (String key : keys()) {
            if (!asked.contains(key)) {
                unasked.put(path(key), node.get(key));
            } else if (children.containsKey(key)) {
                unasked.putAll(children.get(key).unasked());
            }
        }
        return unasked;
    }

    /** Returns the paths in this section and in those below it that have been read. */
    Set<String> known() {
        Set<String> paths = new LinkedHashSet<>();
        asked.forEach(key -> paths.add(path(key)));
        children.values().forEach(child -> paths.addAll(child.known()));
        return paths;
    }
}
