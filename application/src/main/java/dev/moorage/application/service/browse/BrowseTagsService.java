package dev.moorage.application.service.browse;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.browse.BrowseTags;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.TagQuery;
import dev.moorage.application.port.in.browse.TagRows;
import dev.moorage.application.port.in.browse.TagRows.Row;
import dev.moorage.application.port.in.browse.TagSort;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lists tags with what their images are. A page costs one listing of the names, and the links and the manifests of its own tags. An
 * order by time needs those of all tags, and is for {@value #MAX_BY_TIME} tags at most.
 */
final class BrowseTagsService implements BrowseTags {
    /** The most tags whose names are in memory at once. Repositories with more are listed by name. */
    static final int MAX_NAMES = 10_000;

    static final int MAX_BY_TIME = 2000;
    private static final int MAX_PAGE = 200;

    private final ListTags tags;
    private final Links links;
    private final RepositoryFacts manifests;

    BrowseTagsService(ListTags tags, Links links, RepositoryFacts manifests) {
        this.tags = tags;
        this.links = links;
        this.manifests = manifests;
    }

    /** Some tags whose links were read. */
    private record Read(List<Row> rows, boolean isPartial) {}

    @Override
    public TagRows list(RepositoryName repository, TagQuery query) throws IOException {
        Page<Tag> first = tags.list(repository, new PageRequest(MAX_NAMES, Optional.empty()));
        if (first.more()) {
            return tooMany(repository, query, first);
        }
        List<Tag> matching = matching(first.entries(), query.part());
        int total = matching.size();
        if (query.sort().isByTime() && total <= MAX_BY_TIME) {
            return byTime(repository, query, matching);
        }
        TagSort sort = query.sort().isByTime() ? TagSort.NAME : query.sort();
        if (sort == TagSort.VERSION) {
            TagOrder order = new TagOrder();
            Optional<Tag> after = query.after().flatMap(Tag::tryParse);
            matching = matching.stream()
                    .sorted(order)
                    .filter(tag -> after.isEmpty() || order.compare(tag, after.get()) > 0)
                    .toList();
        } else {
            String after = query.after().orElse("");
            matching = matching.stream()
                    .filter(tag -> tag.value().compareTo(after) > 0)
                    .toList();
        }
        return page(repository, query, matching, sort, total, false);
    }

    /** Returns a page by name, which is looked for in the next {@value #MAX_NAMES} tags. */
    private TagRows tooMany(RepositoryName repository, TagQuery query, Page<Tag> first) throws IOException {
        Page<Tag> names =
                query.after().isEmpty() ? first : tags.list(repository, new PageRequest(MAX_NAMES, query.after()));
        List<Tag> matching = matching(names.entries(), query.part());
        TagRows page =
                page(repository, query, matching, TagSort.NAME, first.entries().size(), names.more());
        boolean isNextChunk = page.next().isEmpty() && names.more();
        return isNextChunk
                ? new TagRows(
                        page.tags(),
                        page.sortedBy(),
                        page.total(),
                        Optional.of(names.entries().getLast().value()),
                        page.partial())
                : page;
    }

    private static List<Tag> matching(List<Tag> tags, String part) {
        String lower = part.toLowerCase(Locale.ROOT);
        return tags.stream()
                .filter(tag -> tag.value().toLowerCase(Locale.ROOT).contains(lower))
                .toList();
    }

    private TagRows page(
            RepositoryName repository, TagQuery query, List<Tag> after, TagSort sort, int total, boolean isCut)
            throws IOException {
        int most = Math.min(query.limit(), MAX_PAGE);
        List<Tag> page = after.subList(0, Math.min(most, after.size()));
        Read read = read(repository, page, query.maxReads());
        Optional<String> next = after.size() > most ? Optional.of(page.getLast().value()) : Optional.empty();
        return new TagRows(read.rows(), sort, total, next, read.isPartial() || isCut);
    }

    private TagRows byTime(RepositoryName repository, TagQuery query, List<Tag> matching) throws IOException {
        boolean isCreated = query.sort() == TagSort.CREATED;
        // The last pushed need no facts but those of their page.
        Read all = isCreated ? read(repository, matching, query.maxReads()) : read(repository, matching, 0);
        TagTimes times = new TagTimes(query.sort());
        List<Row> after = all.rows().stream()
                .sorted(times.order())
                .filter(row -> query.after().isEmpty()
                        || times.isAfter(row, query.after().get()))
                .toList();
        int most = Math.min(query.limit(), MAX_PAGE);
        List<Row> page = after.subList(0, Math.min(most, after.size()));
        Optional<String> next = after.size() > most ? Optional.of(times.written(page.getLast())) : Optional.empty();
        if (isCreated) {
            return new TagRows(page, query.sort(), matching.size(), next, all.isPartial());
        }
        ReadBudget budget = new ReadBudget(query.maxReads());
        List<Row> whole = withFacts(repository, page, budget);
        return new TagRows(whole, query.sort(), matching.size(), next, budget.isExceeded());
    }

    private Read read(RepositoryName repository, List<Tag> page, int maxReads) throws IOException {
        Map<Tag, Links.Stored> stored = new ConcurrentHashMap<>();
        ParallelWork.forEach(
                page,
                tag -> links.inspect(RegistryKeys.tagLink(repository, tag)).ifPresent(link -> stored.put(tag, link)));
        Map<Digest, List<Tag>> named = new HashMap<>();
        for (Tag tag : page) {
            Optional.ofNullable(stored.get(tag))
                    .flatMap(Links.Stored::target)
                    .ifPresent(digest -> named.computeIfAbsent(digest, _ -> new ArrayList<>())
                            .add(tag));
        }
        List<Row> rows = page.stream().map(tag -> row(tag, stored, named)).toList();
        ReadBudget budget = new ReadBudget(maxReads);
        return maxReads == 0
                ? new Read(rows, true)
                : new Read(withFacts(repository, rows, budget), budget.isExceeded());
    }

    private static Row row(Tag tag, Map<Tag, Links.Stored> stored, Map<Digest, List<Tag>> named) {
        Optional<Links.Stored> link = Optional.ofNullable(stored.get(tag));
        Optional<Digest> digest = link.flatMap(Links.Stored::target);
        List<Tag> others = digest.map(named::get).orElse(List.of()).stream()
                .filter(other -> !other.equals(tag))
                .toList();
        return new Row(
                tag,
                digest,
                link.map(Links.Stored::written),
                others,
                Optional.empty(),
                digest.isEmpty() ? Optional.of("it names no manifest") : Optional.empty());
    }

    private List<Row> withFacts(RepositoryName repository, List<Row> rows, ReadBudget budget) throws IOException {
        List<Digest> digests =
                rows.stream().flatMap(row -> row.digest().stream()).distinct().toList();
        Map<Digest, ManifestFacts> known = new ConcurrentHashMap<>();
        Map<Digest, String> problems = new ConcurrentHashMap<>();
        ParallelWork.forEach(digests, digest -> {
            if (manifests.resolve(repository, new Reference.ByDigest(digest)).isEmpty()) {
                problems.put(digest, "its manifest is not here");
                return;
            }
            manifests.read(repository, digest, budget).ifPresent(facts -> known.put(digest, facts));
        });
        return rows.stream()
                .map(row -> row.digest().isEmpty()
                        ? row
                        : withFacts(row, row.digest().get(), known, problems))
                .toList();
    }

    private static Row withFacts(
            Row row, Digest digest, Map<Digest, ManifestFacts> known, Map<Digest, String> problems) {
        Optional<ManifestFacts> facts = Optional.ofNullable(known.get(digest));
        return new Row(
                row.tag(),
                row.digest(),
                row.pushed(),
                row.sameAs(),
                facts,
                Optional.ofNullable(problems.get(digest)).or(() -> facts.flatMap(ManifestFacts::problem)));
    }
}
