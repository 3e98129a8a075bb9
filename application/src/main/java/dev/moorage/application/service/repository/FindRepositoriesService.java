package dev.moorage.application.service.repository;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.browse.FindRepositories;
import dev.moorage.application.port.in.browse.FoundRepositories;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Searches a list of all names, which is read again when it is a minute old. One request reads it, and those that come at the same
 * time wait for it. Each caller sees the names that the catalog has for it.
 */
final class FindRepositoriesService implements FindRepositories {
    private static final long MAX_AGE = Duration.ofMinutes(1).toNanos();
    private static final int MAX_PAGE = 200;

    /** The most names that are kept, about 10 MB. */
    private static final int MAX_NAMES = 100_000;

    private final Catalog catalog;
    private final TaggedRepositories tagged;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();
    private Optional<Names> known = Optional.empty();

    private record Names(List<RepositoryName> all, long read) {}

    FindRepositoriesService(Catalog catalog, TaggedRepositories tagged, LongSupplier nanoTime) {
        this.catalog = catalog;
        this.tagged = tagged;
        this.nanoTime = nanoTime;
    }

    @Override
    public FoundRepositories find(Caller caller, String part, Optional<String> after, int limit) throws IOException {
        List<RepositoryName> all = names();
        boolean partial = all.size() > MAX_NAMES;
        NameFilter filter = NameFilter.of(caller);
        String lower = part.toLowerCase(Locale.ROOT);
        String last = after.orElse("");
        int most = Math.min(limit, MAX_PAGE);
        List<RepositoryName> found = new ArrayList<>();
        for (RepositoryName name : all) {
            boolean matches = name.value().compareTo(last) > 0 && name.value().contains(lower);
            if (matches && filter.includes(name)) {
                if (found.size() == most) {
                    return new FoundRepositories(
                            found,
                            tagged.without(found),
                            Optional.of(found.getLast().value()),
                            partial);
                }
                found.add(name);
            }
        }
        return new FoundRepositories(found, tagged.without(found), Optional.empty(), partial);
    }

    private List<RepositoryName> names() throws IOException {
        reading.lock();
        try {
            long now = nanoTime.getAsLong();
            if (known.isPresent() && now - known.get().read() < MAX_AGE) {
                return known.get().all();
            }
            List<RepositoryName> all = List.copyOf(catalog.namesAfter("", MAX_NAMES + 1));
            known = Optional.of(new Names(all, now));
            return all;
        } finally {
            reading.unlock();
        }
    }
}
