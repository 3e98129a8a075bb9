package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Writes into the trash what a round takes out of repositories: one record for each repository, which grows with each batch
 * of the round. If a record cannot be written, the repository's content stays.
 */
final class TrashedDeparture implements Departure {
    private final Trash trash;
    private final LongSupplier numbers;
    private final Map<Removable, Departing> departing;
    private final GarbageCounters counters;
    private final Map<RepositoryName, Open> open = new HashMap<>();

    /** Segments are removed in parallel, and the content of a repository is in many of them. */
    private final ReentrantLock writing = new ReentrantLock();

    /** What leaves a repository, as the trash names it. */
    record Departing(RepositoryName repository, Trashed content) {}

    /** The record of a repository that the round adds to. */
    private record Open(long number, List<Trashed> content, ObjectVersion version) {}

    /**
     * @param numbers random numbers, one for each record
     * @param departing what may leave. Objects that have no entry here are not kept
     */
    TrashedDeparture(Trash trash, LongSupplier numbers, Map<Removable, Departing> departing, GarbageCounters counters) {
        this.trash = trash;
        this.numbers = numbers;
        this.departing = departing;
        this.counters = counters;
    }

    @Override
    public Set<Removable> keep(Set<Removable> leaving) {
        writing.lock();
        try {
            return kept(leaving);
        } finally {
            writing.unlock();
        }
    }

    private Set<Removable> kept(Set<Removable> leaving) {
        Map<RepositoryName, List<Trashed>> added = new HashMap<>();
        for (Removable object : leaving) {
            Departing content = departing.get(object);
            if (content != null) {
                added.computeIfAbsent(content.repository(), _ -> new ArrayList<>())
                        .add(content.content());
            }
        }
        Set<RepositoryName> failed = new HashSet<>();
        added.forEach((repository, content) -> {
            try {
                keep(repository, content);
            } catch (IOException e) {
                failed.add(repository);
                counters.kept(
                        repository,
                        RegistryKeys.trash(repository).value(),
                        "the trash cannot be written: " + e.getMessage());
            }
        });
        return leaving.stream()
                .filter(object -> {
                    Departing content = departing.get(object);
                    return content == null || !failed.contains(content.repository());
                })
                .collect(Collectors.toSet());
    }

    private void keep(RepositoryName repository, List<Trashed> added) throws IOException {
        Open before = open.get(repository);
        if (before == null || before.content().size() + added.size() > TrashRecord.MOST) {
            long number = numbers.getAsLong();
            ObjectVersion version = trash.create(number, new TrashRecord(repository, By.COLLECTOR, added));
            open.put(repository, new Open(number, added, version));
            return;
        }
        List<Trashed> all = new ArrayList<>(before.content());
        all.addAll(added);
        TrashRecord record = new TrashRecord(repository, By.COLLECTOR, all);
        open.put(repository, new Open(before.number(), all, trash.replace(before.number(), record, before.version())));
    }
}
