package dev.moorage.http.endpoint;

import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves what this registry has besides the specification: as OCI Distribution Specification, extension {@code _oci}, section
 * "Module: discover", defines it, and with a description of each endpoint.
 */
public final class DiscoveryEndpoint {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OCI_DOCUMENT =
            "https://github.com/opencontainers/distribution-spec/blob/main/extensions/_oci.md";

    private static final List<Described> UPLOADS = List.of(
            new Described(
                    "_moorage/uploads", List.of("GET"), "uploads under way, and with scan=true those in the storage"),
            new Described(
                    "_moorage/uploads/<id>", List.of("GET", "DELETE"), "one upload, with its repository in the query"));

    private static final List<Described> PAGE = List.of(
            new Described("_moorage/repositories", List.of("GET"), "a search for repositories"),
            new Described("_moorage/tags/<name>", List.of("GET"), "tags with what their images are"),
            new Described("_moorage/image/<name>/<reference>", List.of("GET"), "what a manifest is"),
            new Described("_moorage/content/<name>", List.of("GET"), "sizes, and manifests without a tag"),
            new Described("_moorage/storage", List.of("GET"), "what the servers do with the storage"),
            new Described("_moorage/trash", List.of("GET"), "what was deleted and can be restored"),
            new Described("_moorage/version", List.of("GET"), "the version of the registry, and the caller"),
            new Described("_moorage/login", List.of("GET"), "a challenge for callers without a name"));

    private final String root;
    private final List<Described> endpoints;

    private record Described(String path, List<String> methods, String description) {}

    /**
     * Creates the endpoint.
     *
     * @param prefix the part of the path before {@code v2/}, with a slash at both ends
     * @param hasPage whether the endpoints of the page are served
     */
    public DiscoveryEndpoint(String prefix, boolean hasPage) {
        this.root = prefix + "v2/";
        this.endpoints =
                hasPage ? List.of(UPLOADS, PAGE).stream().flatMap(List::stream).toList() : UPLOADS;
    }

    /** Serves the list of extensions. */
    public void extensions(Exchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode extensions = answer.putArray("extensions");
        extensions
                .addObject()
                .put("name", "_oci")
                .put("url", OCI_DOCUMENT)
                .put("description", "extensions of this registry")
                .putArray("endpoints")
                .add("_oci/ext/discover");
        ArrayNode paths = extensions
                .addObject()
                .put("name", "_moorage")
                .put("url", root + "_moorage")
                .put("description", "uploads under way, and what the page of the registry reads")
                .putArray("endpoints");
        endpoints.forEach(endpoint -> paths.add(endpoint.path()));
        exchange.json(200, JSON.writeValueAsBytes(answer));
    }

    /** Serves the description of each endpoint of this registry's own extension. */
    public void own(Exchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("endpoints");
        for (Described endpoint : endpoints) {
            ObjectNode node = all.addObject().put("path", root + endpoint.path());
            ArrayNode methods = node.putArray("methods");
            endpoint.methods().forEach(methods::add);
            node.put("description", endpoint.description());
        }
        exchange.json(200, JSON.writeValueAsBytes(answer));
    }
}
