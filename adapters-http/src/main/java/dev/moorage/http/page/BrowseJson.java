package dev.moorage.http.page;

import dev.moorage.application.port.in.browse.ImageDescription;
import dev.moorage.application.port.in.browse.ImageDescription.Attached;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.Blob;
import dev.moorage.application.port.in.browse.ManifestFacts.PlatformImage;
import dev.moorage.application.port.in.browse.ManifestFacts.Step;
import dev.moorage.application.port.in.browse.TagRows;
import dev.moorage.domain.digest.Digest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes tags and images as the page reads them. Absent facts are absent members. */
final class BrowseJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BrowseJson() {}

    static ObjectNode tags(TagRows rows) {
        ObjectNode root = JSON.createObjectNode();
        root.put("sortedBy", rows.sortedBy().word()).put("total", rows.total()).put("partial", rows.partial());
        rows.next().ifPresent(next -> root.put("next", next));
        ArrayNode tags = root.putArray("tags");
        rows.tags().forEach(row -> tag(tags.addObject(), row));
        return root;
    }

    private static void tag(ObjectNode node, TagRows.Row row) {
        node.put("name", row.tag().value());
        row.digest().ifPresent(digest -> node.put("digest", digest.toString()));
        row.pushed().ifPresent(time -> node.put("pushed", time.toString()));
        row.problem().ifPresent(problem -> node.put("problem", problem));
        if (!row.sameAs().isEmpty()) {
            ArrayNode same = node.putArray("sameAs");
            row.sameAs().forEach(tag -> same.add(tag.value()));
        }
        row.facts().ifPresent(facts -> {
            summary(node, facts);
            if (!facts.platforms().isEmpty()) {
                ArrayNode platforms = node.putArray("platforms");
                facts.platforms().forEach(image -> platforms.add(image.platform()));
            }
        });
    }

    private static void summary(ObjectNode node, ManifestFacts facts) {
        node.put("kind", facts.kind().word());
        facts.size().ifPresent(size -> node.put("size", size));
        facts.created().ifPresent(time -> node.put("created", time.toString()));
    }

    static ObjectNode image(ImageDescription image) {
        ManifestFacts facts = image.facts();
        ObjectNode root = JSON.createObjectNode();
        root.put("digest", image.digest().toString()).put("mediaType", facts.mediaType());
        summary(root, facts);
        image.pushed().ifPresent(time -> root.put("pushed", time.toString()));
        facts.artifactType().ifPresent(type -> root.put("artifactType", type));
        facts.subject().ifPresent(subject -> root.put("subject", subject.toString()));
        facts.problem().ifPresent(problem -> root.put("problem", problem));
        ArrayNode tags = root.putArray("tags");
        image.tags().forEach(tag -> tags.add(tag.value()));
        if (!facts.platforms().isEmpty()) {
            platforms(root.putArray("platforms"), facts.platforms());
        }
        layers(root.putArray("layers"), facts.layers());
        history(root.putArray("history"), facts.history());
        pairs(root.putObject("config"), facts.config());
        pairs(root.putObject("labels"), facts.labels());
        pairs(root.putObject("annotations"), facts.annotations());
        attached(root.putArray("referrers"), image.referrers());
        image.raw().ifPresent(raw -> root.put("raw", raw));
        return root;
    }

    private static void platforms(ArrayNode nodes, List<PlatformImage> platforms) {
        for (PlatformImage image : platforms) {
            ObjectNode node = nodes.addObject();
            node.put("platform", image.platform())
                    .put("digest", image.digest().toString())
                    .put("present", image.isPresent());
            image.size().ifPresent(size -> node.put("size", size));
            ArrayNode attestations = node.putArray("attestations");
            image.attestations().stream().map(Digest::toString).forEach(attestations::add);
        }
    }

    private static void layers(ArrayNode nodes, List<Blob> layers) {
        for (Blob layer : layers) {
            ObjectNode node = nodes.addObject();
            node.put("digest", layer.digest().toString())
                    .put("size", layer.size())
                    .put("mediaType", layer.mediaType());
            if (!layer.title().isEmpty()) {
                node.put("title", layer.title());
            }
        }
    }

    private static void history(ArrayNode nodes, List<Step> steps) {
        for (Step step : steps) {
            ObjectNode node = nodes.addObject();
            node.put("createdBy", step.createdBy());
            step.layer().ifPresent(layer -> node.put("layer", layer));
        }
    }

    private static void pairs(ObjectNode node, Map<String, String> pairs) {
        pairs.forEach(node::put);
    }

    private static void attached(ArrayNode nodes, List<Attached> attached) {
        for (Attached one : attached) {
            ObjectNode node = nodes.addObject();
            node.put("digest", one.digest().toString())
                    .put("artifactType", one.artifactType())
                    .put("size", one.size());
            attached(node.putArray("referrers"), one.referrers());
        }
    }
}
