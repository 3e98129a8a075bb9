package dev.moorage.application.service.quota;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.quota.Added;
import dev.moorage.domain.quota.Measurement;
import dev.moorage.domain.quota.UsageFormat;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The objects by which servers share usage: one measurement, and one report of each server. They need not survive a power cut,
 * since a measurement can be made again. What cannot be read counts as absent.
 */
final class UsageObjects {
    private static final int MAX_BYTES = 16 << 20;

    private final StorageDriver storage;
    private final SmallObjects objects;

    UsageObjects(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /**
     * A report as it was read.
     *
     * @param written by the store's clock
     */
    record Report(Map<String, Added> added, ObjectVersion version, Instant written) {}

    Optional<Measurement> measurement() throws IOException {
        return objects.read(RegistryKeys.USAGE_MEASURED, MAX_BYTES)
                .flatMap(found -> UsageFormat.measurement(text(found)));
    }

    void store(Measurement measurement) throws IOException {
        storage.put(
                RegistryKeys.USAGE_MEASURED,
                bytes(UsageFormat.format(measurement)),
                WriteCondition.ANY,
                Durability.PROCESS_CRASH);
    }

    /** Returns the reports, by server. */
    Map<String, Report> reports() throws IOException {
        Map<String, Report> reports = new HashMap<>();
        ObjectWalk.children(storage, RegistryKeys.USAGE_REPORTS).forEach(entry -> {
            Optional<SmallObjects.Content> found = objects.read(entry.key(), MAX_BYTES);
            if (found.isPresent()) {
                UsageFormat.added(text(found.get()))
                        .ifPresent(added -> reports.put(
                                entry.key().name(),
                                new Report(
                                        added,
                                        found.get().version(),
                                        found.get().lastModified())));
            }
        });
        return reports;
    }

    /**
     * Writes the report of a server.
     *
     * @param version of its last report, or empty for its first one
     * @throws ConditionFailedException if the report was removed
     */
    ObjectVersion report(String server, Map<String, Added> added, Optional<ObjectVersion> version) throws IOException {
        return storage.put(
                RegistryKeys.USAGE_REPORTS.resolve(server),
                bytes(UsageFormat.format(added)),
                version.map(WriteCondition::ifVersion).orElse(WriteCondition.IF_ABSENT),
                Durability.PROCESS_CRASH);
    }

    /** Removes a report, unless its server has written another one. */
    void remove(String server, Report report) throws IOException {
        try {
            storage.delete(
                    RegistryKeys.USAGE_REPORTS.resolve(server),
                    WriteCondition.ifVersion(report.version()),
                    Durability.PROCESS_CRASH);
        } catch (ConditionFailedException _) {
            // The server is there, and reports on.
        }
    }

    /**
     * Takes the turn to measure, unless a process has taken it a moment ago.
     *
     * @param before a turn that was taken after this time, by the store's clock, is another process's
     */
    boolean takeTurn(Instant before) throws IOException {
        Optional<SmallObjects.Content> last = objects.read(RegistryKeys.USAGE_TURN, 1);
        if (last.filter(turn -> turn.lastModified().isAfter(before)).isPresent()) {
            return false;
        }
        try {
            // Each content is another one, so that the versions of two turns differ.
            storage.put(
                    RegistryKeys.USAGE_TURN,
                    bytes(before.toString()),
                    last.map(turn -> WriteCondition.ifVersion(turn.version())).orElse(WriteCondition.IF_ABSENT),
                    Durability.PROCESS_CRASH);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    private static String text(SmallObjects.Content found) {
        return new String(found.content(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
