package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Encodes a list of referrers as JSON, version 1. JSON in any other form does not count as a list. */
final class FetchedReferrersFormat {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FetchedReferrersFormat() {}

    /** Returns the same bytes for the same list. */
    static byte[] encode(List<Referrer> referrers) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        ArrayNode all = root.putArray("referrers");
        referrers.forEach(referrer -> encode(all.addObject(), referrer));
        return JSON.writeValueAsBytes(root);
    }

    private static void encode(ObjectNode node, Referrer referrer) {
        Descriptor descriptor = referrer.descriptor();
        node.put("mediaType", descriptor.mediaType().value());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
        referrer.artifactType().ifPresent(type -> node.put("artifactType", type));
        ObjectNode annotations = node.putObject("annotations");
        new TreeMap<>(referrer.annotations()).forEach(annotations::put);
    }

    /** Decodes a list. The result is empty if the bytes are none, for example after a power cut. */
    static Optional<List<Referrer>> decode(byte[] bytes) {
        try {
            JsonNode root = JSON.readTree(bytes);
            if (root.path("version").asInt(0) != VERSION) {
                return Optional.empty();
            }
            List<Referrer> referrers = new ArrayList<>();
            for (JsonNode node : root.required("referrers").values()) {
                referrers.add(decode(node));
            }
            return Optional.of(referrers);
        } catch (JacksonException | IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
    }

    private static Referrer decode(JsonNode node) {
        Map<String, String> annotations = new LinkedHashMap<>();
        node.required("annotations")
                .properties()
                .forEach(member ->
                        annotations.put(member.getKey(), member.getValue().stringValue()));
        return new Referrer(
                new Descriptor(
                        new MediaType(node.required("mediaType").stringValue()),
                        Digest.tryParse(node.required("digest").stringValue()).orElseThrow(),
                        node.required("size").longValue()),
                Optional.ofNullable(node.get("artifactType")).map(JsonNode::stringValue),
                annotations);
    }
}
