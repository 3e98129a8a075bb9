package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import java.io.PrintWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints a verification as lines of JSON: one for each finding, and at the end one with the totals. */
final class JsonVerifyOutput implements VerifyOutput {
    private final PrintWriter out;
    private final JsonMapper json = JsonMapper.builder().build();

    JsonVerifyOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(Finding finding) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "finding");
        node.put("kind", VerifyOutput.name(finding.kind()));
        node.put("problem", finding.kind().isProblem());
        node.put("key", finding.key());
        finding.repository().ifPresent(repository -> node.put("repository", repository.value()));
        node.put("detail", finding.detail());
        node.put("repair", VerifyOutput.name(finding.repair()));
        print(node);
    }

    @Override
    public void summary(VerifySummary tally) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "summary");
        node.put("links", tally.links());
        node.put("manifests", tally.manifests());
        node.put("blobs", tally.blobs());
        node.put("bytes", tally.bytes());
        node.put("stale", tally.stale());
        node.put("others", tally.others());
        node.put("problems", tally.problems());
        node.put("repaired", tally.repaired());
        ObjectNode findings = node.putObject("findings");
        for (Finding.Kind kind : Finding.Kind.values()) {
            findings.put(VerifyOutput.name(kind), tally.count(kind));
        }
        print(node);
    }

    private void print(ObjectNode node) {
        out.println(json.writeValueAsString(node));
        out.flush();
    }
}
