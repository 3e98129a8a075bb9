package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves lists of tags and repositories: OCI Distribution Specification, section "Listing Tags", and Distribution's catalog.
 */
public final class ListingEndpoint {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Any number of entries. The use case limits its pages. */
    private static final int ALL = Integer.MAX_VALUE;

    private final RepositoryUseCases listings;
    private final Locations locations;
    private final int maxEntries;

    public ListingEndpoint(RepositoryUseCases listings, Locations locations, int maxEntries) {
        this.listings = listings;
        this.locations = locations;
        this.maxEntries = maxEntries;
    }

    /** Serves a page of tags, or all tags where the client does not ask for a number of them, as Distribution does. */
    public void tags(Exchange exchange, RepositoryName repository) throws IOException {
        PageRequest request = pageRequest(exchange);
        Page<Tag> page = listings.tags().list(repository, request);
        if (page.more() && exchange.query().last("n").isEmpty()) {
            TagsBody.write(
                    exchange,
                    repository,
                    page,
                    last -> listings.tags().list(repository, new PageRequest(ALL, Optional.of(last.value()))));
            return;
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("name", repository.value());
        ArrayNode tags = root.putArray("tags");
        page.entries().forEach(tag -> tags.add(tag.value()));
        linkNext(exchange, repository + "/tags/list", page, request);
        exchange.json(200, JSON.writeValueAsBytes(root));
    }

    public void catalog(Exchange exchange) throws IOException {
        PageRequest request = pageRequest(exchange);
        Page<RepositoryName> page = listings.repositories().list(exchange.caller(), request);
        ObjectNode root = JSON.createObjectNode();
        ArrayNode repositories = root.putArray("repositories");
        page.entries().forEach(name -> repositories.add(name.value()));
        linkNext(exchange, "_catalog", page, request);
        exchange.json(200, JSON.writeValueAsBytes(root));
    }

    private void linkNext(Exchange exchange, String path, Page<?> page, PageRequest request) {
        Optional<String> last = page.entries().isEmpty()
                ? request.last()
                : Optional.of(page.entries().getLast().toString());
        if (page.more() && (last.isPresent() || page.position().isPresent())) {
            exchange.header(
                    "Link",
                    locations.nextPage(path + "?n=" + Math.min(request.limit(), maxEntries)
                            + last.map(text -> "&last=" + Locations.encode(text))
                                    .orElse("")
                            + page.position()
                                    .map(text -> "&position=" + Locations.encode(text))
                                    .orElse("")));
        }
    }

    private PageRequest pageRequest(Exchange exchange) {
        Optional<String> n = exchange.query().last("n");
        return new PageRequest(
                n.isPresent() ? entries(n.get()) : maxEntries,
                exchange.query().last("last"),
                exchange.query().last("position"));
    }

    private int entries(String n) {
        boolean digits = n.length() <= 18 && n.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new RegistryException(ErrorCode.PAGINATION_NUMBER_INVALID, "n is not a number of entries");
        }
        return (int) Math.min(Long.parseLong(n), maxEntries);
    }
}
