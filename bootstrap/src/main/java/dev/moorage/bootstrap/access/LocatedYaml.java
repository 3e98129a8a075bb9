package dev.moorage.bootstrap.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the first document of a YAML text with the line of each value. An alias is the value of its anchor, with the anchor's
 * line. A text is at most {@value #MAX_BYTES} characters long, and has at most {@value #MAX_VALUES} values, each alias counted in
 * full.
 */
final class LocatedYaml {
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_VALUES = 50_000;

    private static final int MAX_DEPTH = 64;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final Iterator<Event> events;
    private final Map<Anchor, Located> anchors = new HashMap<>();
    private final IdentityHashMap<Located, Integer> sizes = new IdentityHashMap<>();
    private int depth;
    private int values;

    private LocatedYaml(Iterator<Event> events) {
        this.events = events;
    }

    /**
     * Reads a text.
     *
     * @return the document, or empty for a text without one
     * @throws InvalidRulesException with the line
     */
    static Optional<Located> read(String text) throws InvalidRulesException {
        if (text.length() > MAX_BYTES) {
            throw new InvalidRulesException(0, "is larger than " + MAX_BYTES + " characters");
        }
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_BYTES)
                .setUseMarks(true)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            events.next(); // The start of the stream.
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                return Optional.empty();
            }
            return Optional.of(new LocatedYaml(events).value());
        } catch (MarkedYamlEngineException e) {
            throw new InvalidRulesException(
                    e.getProblemMark().map(Mark::getLine).orElse(-1) + 1, "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidRulesException(0, "is not YAML: " + e.getMessage());
        }
    }

    private Located value() throws InvalidRulesException {
        return value(events.next());
    }

    private Located value(Event event) throws InvalidRulesException {
        count(event, 1);
        if (event instanceof AliasEvent alias) {
            Located named = anchors.get(alias.getAlias());
            if (named == null) {
                throw at(
                        event,
                        "the alias *" + alias.getAlias().getValue() + " names nothing that is complete before it");
            }
            count(event, sizes.getOrDefault(named, 1));
            return named;
        }
        int before = values;
        Located value = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent _ -> sequence(event);
            case MappingStartEvent _ -> mapping(event);
            default -> throw at(event, "is no value");
        };
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> {
            anchors.put(anchor, value);
            sizes.put(value, 1 + values - before);
        });
        return value;
    }

    private void count(Event event, int more) throws InvalidRulesException {
        values += more;
        if (values > MAX_VALUES) {
            throw at(event, "there are more than " + MAX_VALUES + " values, with all aliases resolved");
        }
    }

    private static Located scalar(ScalarEvent scalar) {
        return scalar.isPlain() && NULLS.contains(scalar.getValue())
                ? new Located.Nothing(line(scalar))
                : new Located.Text(line(scalar), scalar.getValue());
    }

    private Located sequence(Event start) throws InvalidRulesException {
        enter(start);
        List<Located> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event));
        }
        depth--;
        return new Located.Sequence(line(start), items);
    }

    private Located mapping(Event start) throws InvalidRulesException {
        enter(start);
        Map<Located.Text, Located> entries = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        List<Located> merged = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (event instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals("<<")) {
                merged.add(value());
                continue;
            }
            if (!(value(event) instanceof Located.Text key)) {
                throw at(event, "a key is not a single value");
            }
            if (!keys.add(key.value())) {
                throw at(event, "the key " + key.value() + " stands twice");
            }
            entries.put(key, value());
        }
        depth--;
        merged.forEach(source -> merge(source, keys, entries));
        return new Located.Mapping(line(start), entries);
    }

    /** Adds what {@code <<} names. A mapping's own keys go before it. */
    private static void merge(Located source, Set<String> keys, Map<Located.Text, Located> entries) {
        switch (source) {
            case Located.Mapping mapping -> mapping.entries().forEach((key, value) -> {
                if (keys.add(key.value())) {
                    entries.put(key, value);
                }
            });
            case Located.Sequence sequence -> sequence.items().forEach(item -> merge(item, keys, entries));
            case Located.Text _, Located.Nothing _ -> {
                // The configuration's own reader has refused it.
            }
        }
    }

    private void enter(Event start) throws InvalidRulesException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw at(start, "is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static InvalidRulesException at(Event event, String problem) {
        return new InvalidRulesException(line(event), problem);
    }
}
