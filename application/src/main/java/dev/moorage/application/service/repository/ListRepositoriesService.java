package dev.moorage.application.service.repository;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.repository.ListRepositories;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;

/** Lists repositories by name. */
final class ListRepositoriesService implements ListRepositories {
    private final Catalog catalog;
    private final int mostEntries;
    private final SealedPositions positions;
    private final WalkLimit limit;

    ListRepositoriesService(Catalog catalog, int mostEntries, SealedPositions positions, WalkLimit limit) {
        this.catalog = catalog;
        this.mostEntries = mostEntries;
        this.positions = positions;
        this.limit = limit;
    }

    @Override
    public Page<RepositoryName> list(Caller caller, PageRequest request) throws IOException {
        int most = Math.min(request.limit(), mostEntries);
        if (most == 0) {
            return new Page<>(List.of(), false);
        }
        NameFilter filter = NameFilter.of(caller);
        WalkedNames walked = catalog.namesAfter(
                begin(request), most + 1, filter, filter.equals(NameFilter.ALL) ? WalkLimit.NONE : limit);
        List<RepositoryName> names = walked.names();
        if (names.size() > most) {
            return new Page<>(names.subList(0, most), true);
        }
        return new Page<>(names, walked.end().isPresent(), walked.end().map(positions::seal));
    }

    private String begin(PageRequest request) {
        if (request.position().isEmpty()) {
            return request.last().orElse("");
        }
        return positions
                .open(request.position().get())
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.PAGINATION_NUMBER_INVALID, "position is not of a Link of this registry"));
    }
}
