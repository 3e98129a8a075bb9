package dev.moorage.http.page;

import dev.moorage.application.port.in.browse.RemovedContent;
import dev.moorage.application.port.in.browse.RepositorySurvey;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes surveys of repositories and the trash as the page reads them. Absent facts are absent members. */
final class ContentJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ContentJson() {}

    static ObjectNode survey(RepositorySurvey survey) {
        ObjectNode root = JSON.createObjectNode();
        root.put("taken", survey.taken().toString()).put("partial", survey.isPartial());
        root.put("tags", survey.sizes().tags())
                .put("manifests", survey.sizes().manifests())
                .put("blobs", survey.sizes().blobs())
                .put("bytes", survey.sizes().bytes())
                .put("untaggedBytes", survey.sizes().untaggedBytes())
                .put("looseEnds", survey.sizes().loose());
        ArrayNode loose = root.putArray("loose");
        survey.loose().forEach(end -> loose(loose.addObject(), end));
        survey.next().ifPresent(next -> root.put("next", next));
        ObjectNode tags = root.putObject("tagsByBlob");
        survey.tagsByBlob().forEach((digest, count) -> tags.put(digest.toString(), count));
        return root;
    }

    private static void loose(ObjectNode node, RepositorySurvey.Loose end) {
        node.put("reason", word(end.reason())).put("name", end.name());
        end.kind().ifPresent(kind -> node.put("kind", kind.word()));
        end.artifactType().ifPresent(type -> node.put("artifactType", type));
        end.size().ifPresent(size -> node.put("size", size));
        end.pushed().ifPresent(time -> node.put("pushed", time.toString()));
    }

    static ObjectNode removed(RemovedContent page) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode removals = root.putArray("removals");
        for (RemovedContent.Removal removal : page.removals()) {
            ObjectNode node = removals.addObject();
            node.put("repository", removal.repository().value()).put("by", word(removal.by()));
            ArrayNode references = node.putArray("references");
            removal.references().forEach(references::add);
            node.put("manifests", removal.manifests())
                    .put("tags", removal.tags())
                    .put("blobs", removal.blobs())
                    .put("since", removal.since().toString())
                    .put("expires", removal.expires().toString());
        }
        page.next().ifPresent(next -> root.put("next", next));
        root.put("unknown", page.unknown());
        return root;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
