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
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A mapping of the configuration. It records its path, and which of its keys have been read. */
public final class Section {
    private final String path;
    private final JsonNode node;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, List<Section>> children = new HashMap<>();

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

    /** Returns the path of a key of this section. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns whether this section names a key, with a value or without. */
    public boolean names(String key) {
        return node.has(key);
    }

    /** Returns the value of a key, or empty when it is absent or null. */
    public Optional<JsonNode> value(String key) {
        asked.add(key);
        return Optional.ofNullable(node.get(key)).filter(found -> !found.isNull());
    }

    /** Returns the section below this one that a key holds, which is empty where the key is absent. */
    public Section section(String key) {
        return children.computeIfAbsent(
                        key,
                        name -> List.of(new Section(
                                path(name), value(name).orElse(JsonNodeFactory.instance.nullNode()), problems)))
                .getFirst();
    }

    /** Returns the sections that a key holds as a list. One mapping is a list of one. */
    public List<Section> sections(String key) {
        List<Section> sections = children.get(key);
        if (sections == null) {
            sections = new ArrayList<>();
            Optional<JsonNode> value = value(key);
            boolean several = value.filter(JsonNode::isArray).isPresent();
            for (JsonNode one : several ? value.get().values() : value.stream().toList()) {
                String index = several ? "[" + sections.size() + "]" : "";
                sections.add(new Section(path(key) + index, one, problems));
            }
            children.put(key, sections);
        }
        return List.copyOf(sections);
    }

    /** Returns the single value of a key as text. Empty where it is absent, null or an empty text. */
    public Optional<String> text(String key) {
        Optional<JsonNode> value = value(key);
        if (value.isPresent() && !value.get().isValueNode()) {
            problems.error(path(key), "is not a single value");
            return Optional.empty();
        }
        return value.map(JsonNode::asString).filter(text -> !text.isEmpty());
    }

    /** Returns the value of a key as true or false. */
    public boolean flag(String key, boolean otherwise) {
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

    /** Returns the value of a key as a number, which is at least {@code least}. */
    public int number(String key, int otherwise, int least) {
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

    /** Returns the value of a key as a duration. */
    public Duration duration(String key, Duration otherwise) {
        return parsed(key, otherwise, GoDuration::parse, "is not a duration such as 30s or 1m30s");
    }

    /**
     * Returns the value of a key as a parser understands it.
     *
     * @param parser returns empty for a text that it does not understand
     * @param problem what is reported of that text
     */
    public <T> T parsed(String key, T otherwise, Function<String, Optional<T>> parser, String problem) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<T> parsed = parser.apply(text.get());
        if (parsed.isEmpty()) {
            problems.error(path(key), problem);
        }
        return parsed.orElse(otherwise);
    }

    /** Returns the value of a key as texts: one, or those of a list. */
    public List<String> texts(String key) {
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
    public Map<String, List<String>> textsByKey() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String key : keys()) {
            all.put(key, texts(key));
        }
        return all;
    }

    /** Returns the keys that are present, whether or not they have been read. */
    public List<String> keys() {
        return node.isObject() ? List.copyOf(node.propertyNames()) : List.of();
    }

    /** Returns the values of this section and of those below it that have not been read, by their paths. */
    Map<String, JsonNode> unasked() {
        Map<String, JsonNode> unasked = new LinkedHashMap<>();
        for (String key : keys()) {
            if (!asked.contains(key)) {
                unasked.put(path(key), node.get(key));
            } else {
                children.getOrDefault(key, List.of()).forEach(child -> unasked.putAll(child.unasked()));
            }
        }
        return unasked;
    }

    /** Returns the paths in this section and in those below it that have been read. */
    Set<String> known() {
        Set<String> paths = new LinkedHashSet<>();
        asked.forEach(key -> paths.add(path(key)));
        children.values().forEach(those -> those.forEach(child -> paths.addAll(child.known())));
        return paths;
    }
}
