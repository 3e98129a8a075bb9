package dev.moorage.application.service.repository;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.repository.ListRepositories;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;

/** Lists repositories by name. */
final class ListRepositoriesService implements ListRepositories {
    private final Catalog catalog;
    private final int mostEntries;

    ListRepositoriesService(Catalog catalog, int mostEntries) {
        this.catalog = catalog;
        this.mostEntries = mostEntries;
    }

    @Override
    public Page<RepositoryName> list(Caller caller, PageRequest request) throws IOException {
        int limit = Math.min(request.limit(), mostEntries);
        if (limit == 0) {
            return new Page<>(List.of(), false);
        }
        List<RepositoryName> names = catalog.namesAfter(request.last().orElse(""), limit + 1, NameFilter.of(caller));
        boolean more = names.size() > limit;
        return new Page<>(more ? names.subList(0, limit) : names, more);
    }
}
