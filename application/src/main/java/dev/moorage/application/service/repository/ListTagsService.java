package dev.moorage.application.service.repository;

import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the tags in the order of strings. A tag is a folder, as in CNCF Distribution. Its link is not read: a repository may have
 * very many tags, and on an object store each read is a request.
 */
final class ListTagsService implements ListTags {
    /** The most tags of a page, which are in memory at once. */
    private static final int MAX_ENTRIES = 10_000;

    private final RepositoryTags tags;
    private final Catalog catalog;

    ListTagsService(RepositoryTags tags, Catalog catalog) {
        this.tags = tags;
        this.catalog = catalog;
    }

    @Override
    public Page<Tag> list(RepositoryName repository, PageRequest request) throws IOException {
        int limit = Math.min(request.limit(), MAX_ENTRIES);
        String last = request.last().orElse("");
        List<Tag> found = new ArrayList<>();
        while (true) {
            RepositoryTags.TagPage candidates = tags.after(repository, last, limit + 1);
            for (Tag tag : candidates.tags()) {
                if (found.size() == limit) {
                    return new Page<>(found, limit > 0);
                }
                found.add(tag);
            }
            if (candidates.next().isEmpty()) {
                requireRepository(repository, found);
                return new Page<>(found, false);
            }
            last = candidates.next().get();
        }
    }

    private void requireRepository(RepositoryName repository, List<Tag> found) throws IOException {
        if (found.isEmpty() && !catalog.contains(repository)) {
            throw new RegistryException(RegistryError.of(ErrorCode.NAME_UNKNOWN).about("name", repository.value()));
        }
    }
}
