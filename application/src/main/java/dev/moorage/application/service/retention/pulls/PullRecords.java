package dev.moorage.application.service.retention.pulls;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.retention.pulls.PullFormat.Known;
import dev.moorage.application.service.retention.pulls.PullFormat.Recorded;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.application.storage.SmallObjects.Content;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of pulls in the store. A fold adds what servers have recorded to 256 summaries, and deletes the records. It can be
 * repeated: a summary has the latest day of each pull, so that the same record changes nothing again.
 */
public final class PullRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PullRecords.class);

    /** How long a summary knows the last pull of something. */
    private static final Period MEMORY = Period.ofYears(2);

    private static final int MAX_BYTES = 256 << 20;

    /** The most records that are folded at a time. */
    private static final int MOST_AT_ONCE = 500;

    private static final int MOST_TRIES = 16;

    private final StorageDriver storage;
    private final SmallObjects objects;

    public PullRecords(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /** A record of a server. Its content is empty if it cannot be read. */
    private record Stored(ObjectKey key, LocalDate day, Optional<Recorded> content) {}

    /** Receives some of the records. */
    private interface Part {
        void take(List<Stored> records) throws IOException;
    }

    /** Adds all records to the summaries, and deletes them. */
    public void fold(Instant now) throws IOException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        forEachPart(records -> {
            Map<Integer, Map<Pull, LocalDate>> added = new HashMap<>();
            for (Stored record : records) {
                record.content()
                        .ifPresent(content -> content.pulls()
                                .forEach(pull -> added.computeIfAbsent(
                                                Pull.summary(pull.repository()), _ -> new HashMap<>())
                                        .merge(pull, record.day(), PullRecords::later)));
            }
            for (Map.Entry<Integer, Map<Pull, LocalDate>> summary : added.entrySet()) {
                add(summary.getKey(), summary.getValue(), today);
            }
            note(records);
            for (Stored record : records) {
                storage.delete(record.key(), WriteCondition.ANY, Durability.PROCESS_CRASH);
            }
        });
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private void forEachPart(Part part) throws IOException {
        // The days are sorted by their names, and a gap between them is seen.
        List<ObjectKey> keys = new ArrayList<>();
        ObjectWalk.recursive(storage, RegistryKeys.RECORDED_PULLS).forEach(entry -> keys.add(entry.key()));
        for (int from = 0; from < keys.size(); from += MOST_AT_ONCE) {
            List<Stored> records = new ArrayList<>();
            for (ObjectKey key : keys.subList(from, Math.min(keys.size(), from + MOST_AT_ONCE))) {
                Optional<Stored> stored = read(key);
                stored.ifPresent(records::add);
            }
            part.take(records);
        }
    }

    private Optional<Stored> read(ObjectKey key) throws IOException {
        List<String> segments = key.segments();
        Optional<LocalDate> day = PullFormat.day(segments.get(segments.size() - 2));
        Optional<Content> content = objects.read(key, MAX_BYTES);
        if (day.isEmpty() || content.isEmpty()) {
            return Optional.empty(); // Another process has folded it, or it is no record.
        }
        return Optional.of(
                new Stored(key, day.get(), PullFormat.parseRecord(content.get().content())));
    }

    private void add(int number, Map<Pull, LocalDate> added, LocalDate today) throws IOException {
        ObjectKey key = RegistryKeys.pullSummary(number);
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Optional<Content> before = objects.read(key, MAX_BYTES);
            Map<Pull, LocalDate> days = new HashMap<>();
            if (before.isPresent()) {
                Optional<Map<Pull, LocalDate>> parsed =
                        PullFormat.parseSummary(before.get().content());
                if (parsed.isEmpty()) {
                    throw new IOException(key.value() + " is no summary of pulls that this version knows");
                }
                days.putAll(parsed.get());
            }
            added.forEach((pull, day) -> days.merge(pull, day, PullRecords::later));
            days.values().removeIf(today.minus(MEMORY)::isAfter);
            if (replace(key, PullFormat.summary(days), before)) {
                return;
            }
        }
        throw new IOException(key.value() + " is being changed all the time");
    }

    private boolean replace(ObjectKey key, byte[] content, Optional<Content> before) throws IOException {
        try {
            var _ = storage.put(
                    key,
                    content,
                    before.map(found -> WriteCondition.ifVersion(found.version()))
                            .orElse(WriteCondition.IF_ABSENT),
                    Durability.POWER_LOSS);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    /** Notes which days have records. */
    private void note(List<Stored> records) throws IOException {
        for (int attempt = 0; attempt < MOST_TRIES && !records.isEmpty(); attempt++) {
            Optional<Content> before = objects.read(RegistryKeys.KNOWN_PULLS, MAX_BYTES);
            Optional<Known> known = before.flatMap(found -> PullFormat.parseKnown(found.content()));
            Optional<Known> next = with(known, records);
            if (next.equals(known) || next.isEmpty()) {
                return;
            }
            if (replace(RegistryKeys.KNOWN_PULLS, PullFormat.known(next.get()), before)) {
                return;
            }
        }
    }

    /** Returns which days are known with further records. A day without any record ends what is known before it. */
    private static Optional<Known> with(Optional<Known> known, List<Stored> records) {
        Map<LocalDate, Boolean> days = new TreeMap<>();
        records.forEach(record ->
                days.merge(record.day(), record.content().map(Recorded::isLost).orElse(true), Boolean::logicalOr));
        Optional<Known> result = known;
        for (Map.Entry<LocalDate, Boolean> day : days.entrySet()) {
            result = Optional.of(with(result, day.getKey(), day.getValue()));
        }
        return result;
    }

    private static Known with(Optional<Known> known, LocalDate day, boolean isLost) {
        boolean isGap = known.isEmpty() || day.isAfter(known.get().last().plusDays(1));
        LocalDate since = isGap ? day.plusDays(1) : known.get().since();
        return new Known(
                isLost ? later(since, day.plusDays(1)) : since,
                isGap ? day : later(day, known.get().last()));
    }

    /** Reads what is known of all repositories. Nothing is written. */
    public PullTimes read(Instant now) throws IOException {
        return read(now, 0, Pull.SUMMARIES);
    }

    /** Reads what is known of a repository. Nothing is written. */
    public PullTimes read(Instant now, RepositoryName repository) throws IOException {
        int number = Pull.summary(repository);
        return read(now, number, number + 1);
    }

    private PullTimes read(Instant now, int from, int to) throws IOException {
        LatestNumbers days = new LatestNumbers();
        boolean isWhole = true;
        for (int number = from; number < to; number++) {
            ObjectKey key = RegistryKeys.pullSummary(number);
            Optional<Content> content = objects.read(key, MAX_BYTES);
            Optional<Map<Pull, LocalDate>> summary = content.flatMap(found -> PullFormat.parseSummary(found.content()));
            if (content.isPresent() && summary.isEmpty()) {
                LOG.atWarn().addKeyValue("key", key).log("A summary of pulls cannot be read, and no pulls are known");
                isWhole = false;
            }
            summary.ifPresent(found -> found.forEach((pull, day) -> raise(days, pull, day)));
        }
        Optional<Known> known = objects.read(RegistryKeys.KNOWN_PULLS, MAX_BYTES)
                .flatMap(found -> PullFormat.parseKnown(found.content()));
        List<Stored> recorded = new ArrayList<>();
        forEachPart(records -> records.forEach(record -> {
            record.content().ifPresent(content -> content.pulls().forEach(pull -> raise(days, pull, record.day())));
            boolean isLost = record.content().map(Recorded::isLost).orElse(true);
            recorded.add(new Stored(record.key(), record.day(), Optional.of(new Recorded(List.of(), isLost))));
        }));
        LocalDate yesterday = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
        Optional<LocalDate> since = with(known, recorded)
                .filter(all -> !all.last().isBefore(yesterday))
                .map(Known::since);
        return new PullTimes(days, isWhole ? since : Optional.empty());
    }

    private static void raise(LatestNumbers days, Pull pull, LocalDate day) {
        boolean _ = days.raise(pull.number(), (int) day.toEpochDay());
    }
}
