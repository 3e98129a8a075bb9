package dev.moorage.bootstrap.config;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** The lines of a YAML document on which its keys and elements stand, by the paths that a {@link Section} has for them. */
final class YamlLines {
    private final Map<String, Integer> lines = new HashMap<>();
    private final Iterator<Event> events;

    private YamlLines(Iterator<Event> events) {
        this.events = events;
    }

    /** Reads a text that {@link YamlReader} has read before. */
    static YamlLines of(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(YamlReader.MAX_BYTES)
                .setUseMarks(true)
                .build();
        YamlLines lines = new YamlLines(new Parse(settings).parseString(text).iterator());
        lines.events.next(); // The start of the stream.
        if (lines.events.next().getEventId() == Event.ID.DocumentStart) {
            lines.value("", lines.events.next());
        }
        return lines;
    }

    /** Returns the line of a path, from 1, or that of the nearest value around it, as of an alias. Empty for the whole text. */
    Optional<Integer> line(String path) {
        String at = path;
        while (!at.isEmpty() && !lines.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return Optional.ofNullable(lines.get(at));
    }

    private void value(String path, Event event) {
        if (event instanceof SequenceStartEvent) {
            int index = 0;
            for (Event each = events.next(); each.getEventId() != Event.ID.SequenceEnd; each = events.next()) {
                entry(path + "[" + index + "]", each, each);
                index++;
            }
        } else if (event instanceof MappingStartEvent) {
            for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
                String name = key instanceof ScalarEvent scalar ? scalar.getValue() : "";
                entry(path.isEmpty() ? name : path + "." + name, key, events.next());
            }
        }
    }

    private void entry(String path, Event place, Event value) {
        place.getStartMark().map(Mark::getLine).ifPresent(line -> lines.putIfAbsent(path, line + 1));
        value(path, value);
    }
}
