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

    private final RepositoryUseCases listings;
    private final Locations locations;
    private final int maxEntries;

    public ListingEndpoint(RepositoryUseCases listings, Locations locations, int maxEntries) {
        this.listings = listings;
        this.locations = locations;
        this.maxEntries = maxEntries;
    }

    public void tags(Exchange exchange, RepositoryName repository) throws IOException {
        PageRequest request = pageRequest(exchange);
        Page<Tag> page = listings.tags().list(repository, request);
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
        if (page.more() && !page.entries().isEmpty()) {
            String last = Locations.encode(page.entries().getLast().toString());
            exchange.header(
                    "Link", locations.nextPage(path + "?n=" + Math.min(request.limit(), maxEntries) + "&last=" + last));
        }
    }

    private PageRequest pageRequest(Exchange exchange) {
        Optional<String> n = exchange.query().last("n");
        return new PageRequest(
                n.isPresent() ? entries(n.get()) : maxEntries, exchange.query().last("last"));
    }

    private int entries(String n) {
        boolean digits = n.length() <= 18 && n.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new RegistryException(ErrorCode.PAGINATION_NUMBER_INVALID, "n is not a number of entries");
        }
        return (int) Math.min(Long.parseLong(n), maxEntries);
    }
}
