package dev.moorage.bootstrap.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the tree that a parser's events describe. Every alias becomes its own copy of the value that its anchor names. */
final class YamlTree {
    static final int MAX_DEPTH = 64;
    static final int MAX_VALUES = 20_000;

    private final Iterator<Event> events;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private int depth;
    private int values;

    YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    /**
     * Reads the next value.
     *
     * @throws YamlException with the place in the text
     */
    JsonNode next() throws YamlException {
        return value(events.next());
    }

    static YamlException at(Event event, String problem) {
        Optional<Mark> mark = event.getStartMark();
        return new YamlException(
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                problem);
    }

    private JsonNode value(Event event) throws YamlException {
        count(event, 1);
        if (event instanceof AliasEvent alias) {
            return copy(alias);
        }
        // No switch: each switch over types makes a class at the start, which the cache of classes cannot hold.
        JsonNode value;
        if (event instanceof ScalarEvent scalar) {
            value = YamlScalars.value(scalar);
        } else if (event instanceof SequenceStartEvent) {
            value = sequence(event);
        } else if (event instanceof MappingStartEvent) {
            value = mapping(event);
        } else {
            throw at(event, "is no value");
        }
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        return value;
    }

    private void count(Event event, int more) throws YamlException {
        values += more;
        if (values > MAX_VALUES) {
            throw at(event, "there are more than " + MAX_VALUES + " values, with all aliases resolved");
        }
    }

    private JsonNode copy(AliasEvent alias) throws YamlException {
        JsonNode named = anchors.get(alias.getAlias());
        if (named == null) {
            throw at(alias, "the alias *" + alias.getAlias().getValue() + " names nothing that is complete before it");
        }
        count(alias, size(named));
        return named.deepCopy();
    }

    private static int size(JsonNode value) {
        return 1 + value.valueStream().mapToInt(YamlTree::size).sum();
    }

    private ArrayNode sequence(Event start) throws YamlException {
        enter(start);
        ArrayNode sequence = JsonNodeFactory.instance.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            sequence.add(value(event));
        }
        depth--;
        return sequence;
    }

    private ObjectNode mapping(Event start) throws YamlException {
        enter(start);
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        List<JsonNode> merged = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (event instanceof ScalarEvent key
                    && key.isPlain()
                    && key.getValue().equals("<<")) {
                merge(event, next(), merged);
            } else {
                String key = key(event);
                if (mapping.has(key)) {
                    throw at(event, "the key " + key + " stands twice");
                }
                mapping.set(key, next());
            }
        }
        depth--;
        // The mapping's own keys take precedence over merged ones, and an earlier source over a later one.
        merged.forEach(
                source -> source.properties().forEach(entry -> mapping.putIfAbsent(entry.getKey(), entry.getValue())));
        return mapping;
    }

    private String key(Event event) throws YamlException {
        JsonNode key = value(event);
        if (!key.isValueNode() || key.isNull()) {
            throw at(event, "a key is not a single value");
        }
        return key.asString();
    }

    private static void merge(Event at, JsonNode source, List<JsonNode> merged) throws YamlException {
        Iterable<JsonNode> sources = source.isArray() ? source.values() : List.of(source);
        for (JsonNode one : sources) {
            if (!one.isObject()) {
                throw at(at, "<< takes a mapping, or a list of mappings");
            }
            merged.add(one);
        }
    }

    private void enter(Event start) throws YamlException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw at(start, "is nested more than " + MAX_DEPTH + " levels deep");
        }
    }
}
