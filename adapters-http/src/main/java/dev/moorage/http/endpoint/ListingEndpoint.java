package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves lists of tags, repositories and referrers: OCI Distribution Specification, sections "Listing Tags" and "Listing
 * Referrers".
 */
public final class ListingEndpoint {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final UseCases useCases;
    private final Locations locations;
    private final int mostEntries;

    public ListingEndpoint(UseCases useCases, Locations locations, int mostEntries) {
        this.useCases = useCases;
        this.locations = locations;
        this.mostEntries = mostEntries;
    }

    public void tags(Exchange exchange, RepositoryName repository) throws IOException {
        PageRequest request = pageRequest(exchange);
        Page<Tag> page = useCases.listTags().list(repository, request);
        ObjectNode root = JSON.createObjectNode();
        root.put("name", repository.value());
        ArrayNode tags = root.putArray("tags");
        page.entries().forEach(tag -> tags.add(tag.value()));
        linkNext(exchange, repository + "/tags/list", page, request);
        exchange.json(200, JSON.writeValueAsBytes(root));
    }

    public void catalog(Exchange exchange) throws IOException {
        PageRequest request = pageRequest(exchange);
        Page<RepositoryName> page = useCases.listRepositories().list(request);
        ObjectNode root = JSON.createObjectNode();
        ArrayNode repositories = root.putArray("repositories");
        page.entries().forEach(name -> repositories.add(name.value()));
        linkNext(exchange, "_catalog", page, request);
        exchange.json(200, JSON.writeValueAsBytes(root));
    }

    private void linkNext(Exchange exchange, String path, Page<?> page, PageRequest request) {
        if (page.more() && !page.entries().isEmpty()) {
            String last = encode(page.entries().getLast().toString());
            link(exchange, path + "?n=" + Math.min(request.limit(), mostEntries) + "&last=" + last);
        }
    }

    private void link(Exchange exchange, String pathAndQuery) {
        exchange.header("Link", "<" + locations.listing(pathAndQuery) + ">; rel=\"next\"");
    }

    private PageRequest pageRequest(Exchange exchange) {
        Optional<String> n = exchange.query().last("n");
        return new PageRequest(
                n.isPresent() ? entries(n.get()) : mostEntries, exchange.query().last("last"));
    }

    private int entries(String n) {
        boolean digits = n.length() <= 18 && n.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new RegistryException(ErrorCode.PAGINATION_NUMBER_INVALID, "n is not a number of entries");
        }
        return (int) Math.min(Long.parseLong(n), mostEntries);
    }

    public void referrers(Exchange exchange, RepositoryName repository, Digest subject) throws IOException {
        Optional<String> artifactType = exchange.query().lastMediaType("artifactType");
        Optional<Digest> after = exchange.query().last("last").map(Digest::parse);
        try (ReferrersPage page = useCases.listReferrers().list(repository, subject, artifactType, after)) {
            artifactType.ifPresent(_ -> exchange.header("OCI-Filters-Applied", "artifactType"));
            page.next()
                    .ifPresent(next -> link(
                            exchange,
                            repository + "/referrers/" + subject + "?last=" + encode(next.toString())
                                    + artifactType
                                            .map(type -> "&artifactType=" + encode(type))
                                            .orElse("")));
            ReferrersBody.write(exchange, page);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
