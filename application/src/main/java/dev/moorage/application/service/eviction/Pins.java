package dev.moorage.application.service.eviction;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.application.storage.SmallObjects.Content;
import dev.moorage.domain.cached.Pin;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What was pinned, one pin a line. The first line names the format, and the last one is {@code end}, so that a text that was cut off is
 * known.
 */
final class Pins {
    private static final String FIRST = "pins 1";
    private static final String END = "end";
    private static final int MAX_BYTES = 16 << 20;
    private static final int MOST_TRIES = 16;

    private final StorageDriver storage;
    private final SmallObjects objects;

    Pins(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /** All pins at one moment. */
    record All(List<Pin> pins) {
        All {
            pins = List.copyOf(pins);
        }

        boolean keep(RepositoryName name, Optional<Tag> tag, Digest digest) {
            return pins.stream().anyMatch(pin -> pin.keeps(name, tag, digest));
        }
    }

    /**
     * Returns all pins, in the order of their texts.
     *
     * @throws IOException storage failed, or the pins cannot be read, so that nothing may go
     */
    All read() throws IOException {
        return new All(
                List.copyOf(parse(objects.read(RegistryKeys.PINS, MAX_BYTES)).values()));
    }

    /** Adds a pin. Returns whether it is new. */
    boolean add(Pin pin) throws IOException {
        return change(pins -> {
            SortedMap<String, Pin> more = new TreeMap<>(pins);
            more.put(pin.toString(), pin);
            return more;
        });
    }

    /** Removes a pin. Returns whether there was one. */
    boolean remove(Pin pin) throws IOException {
        return change(pins -> {
            SortedMap<String, Pin> fewer = new TreeMap<>(pins);
            fewer.remove(pin.toString());
            return fewer;
        });
    }

    private boolean change(UnaryOperator<SortedMap<String, Pin>> change) throws IOException {
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Optional<Content> before = objects.read(RegistryKeys.PINS, MAX_BYTES);
            SortedMap<String, Pin> pins = parse(before);
            SortedMap<String, Pin> changed = change.apply(pins);
            if (changed.equals(pins)) {
                return false;
            }
            try {
                var _ = storage.put(
                        RegistryKeys.PINS,
                        text(changed),
                        before.map(found -> WriteCondition.ifVersion(found.version()))
                                .orElse(WriteCondition.IF_ABSENT),
                        Durability.POWER_LOSS);
                return true;
            } catch (ConditionFailedException _) {
                // Another process has changed them.
            }
        }
        throw new IOException(RegistryKeys.PINS.value() + " is being changed all the time");
    }

    private static byte[] text(SortedMap<String, Pin> pins) {
        List<String> lines = new ArrayList<>(List.of(FIRST));
        lines.addAll(pins.keySet());
        lines.add(END);
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static SortedMap<String, Pin> parse(Optional<Content> object) throws IOException {
        SortedMap<String, Pin> pins = new TreeMap<>();
        if (object.isEmpty()) {
            return pins;
        }
        List<String> lines = new String(object.get().content(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int last = lines.size() - 1;
        if (last < 1 || !lines.getFirst().equals(FIRST) || !lines.get(last).equals(END)) {
            throw new IOException(RegistryKeys.PINS.value() + " has no pins that this version knows");
        }
        for (String line : lines.subList(1, last)) {
            try {
                pins.put(line, Pin.parse(line));
            } catch (IllegalArgumentException e) {
                throw new IOException(RegistryKeys.PINS.value() + " has a line that is no pin", e);
            }
        }
        return pins;
    }
}
