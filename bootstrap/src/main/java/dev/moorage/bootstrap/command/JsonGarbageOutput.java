package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.domain.digest.Digest;
import java.io.PrintWriter;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints a collection of garbage as lines of JSON: one for each blob and problem, and at the end one with the totals. */
final class JsonGarbageOutput implements GarbageOutput {
    private final PrintWriter out;
    private final boolean dryRun;
    private final JsonMapper json = JsonMapper.builder().build();

    JsonGarbageOutput(PrintWriter out, boolean dryRun) {
        this.out = out;
        this.dryRun = dryRun;
    }

    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "garbage");
        node.put("digest", digest.toString());
        node.put("bytes", size);
        node.put("lastModified", lastModified.toString());
        node.put("removed", !dryRun);
        print(node);
    }

    @Override
    public void problem(String key, String reason) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "problem");
        node.put("key", key);
        node.put("detail", reason);
        print(node);
    }

    @Override
    public void summary(GarbageReport report) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "summary");
        node.put("links", report.links());
        node.put("blobs", report.blobs());
        node.put("young", report.young());
        node.put("garbage", report.garbage());
        node.put("garbageBytes", report.garbageBytes());
        node.put("removed", report.removed());
        node.put("removedBytes", report.removedBytes());
        node.put("spared", report.spared());
        node.put("problems", report.problems());
        node.put("swept", report.swept());
        print(node);
    }

    private void print(ObjectNode node) {
        out.println(json.writeValueAsString(node));
        out.flush();
    }
}
