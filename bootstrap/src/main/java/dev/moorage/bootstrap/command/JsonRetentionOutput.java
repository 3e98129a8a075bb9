package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.RetentionExplanation;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.Leaving;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.ManifestDecision;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.TagDecision;
import dev.moorage.domain.retention.Decision;
import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints what policies of retention decide as lines of JSON: one for each tag and manifest, and one for the repository. */
final class JsonRetentionOutput extends RetentionOutput {
    private final PrintWriter out;
    private final JsonMapper json = JsonMapper.builder().build();

    JsonRetentionOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    void head(RetentionExplanation explanation) {
        ObjectNode node = node("repository", explanation);
        explanation.policy().ifPresent(policy -> node.put("policy", policy));
        node.put("dryRun", explanation.isReported());
        explanation.unknown().ifPresent(reason -> node.put("unknown", reason));
        print(node);
    }

    @Override
    void tag(RetentionExplanation explanation, TagDecision tag) {
        ObjectNode node = node("tag", explanation);
        node.put("tag", tag.tag().value());
        node.put("digest", tag.digest().toString());
        print(decided(node, tag.decision(), tag.leaving()));
    }

    @Override
    void manifest(RetentionExplanation explanation, ManifestDecision manifest) {
        ObjectNode node = node("manifest", explanation);
        node.put("digest", manifest.digest().toString());
        print(decided(node, manifest.decision(), manifest.leaving()));
    }

    @Override
    void total(RetentionExplanation explanation) {
        if (explanation.policy().isPresent() && explanation.unknown().isEmpty()) {
            print(leaving(node("total", explanation), explanation.leaving()));
        }
    }

    private ObjectNode node(String type, RetentionExplanation explanation) {
        ObjectNode node = json.createObjectNode();
        node.put("type", type);
        node.put("repository", explanation.repository().value());
        return node;
    }

    private static ObjectNode decided(ObjectNode node, Decision decision, Leaving leaving) {
        node.put("stays", decision.stays());
        node.put("reason", decision.reason().name().toLowerCase(Locale.ROOT));
        node.put("text", decision.text());
        return decision.stays() ? node : leaving(node, leaving);
    }

    private static ObjectNode leaving(ObjectNode node, Leaving leaving) {
        node.put("manifests", leaving.manifests());
        node.put("referrers", leaving.referrers());
        node.put("blobs", leaving.blobs());
        node.put("bytes", leaving.bytes());
        leaving.unshared().ifPresent(bytes -> node.put("unsharedBytes", bytes));
        return node;
    }

    private void print(ObjectNode node) {
        out.println(json.writeValueAsString(node));
        out.flush();
    }
}
