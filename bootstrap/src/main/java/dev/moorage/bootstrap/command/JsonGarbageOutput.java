package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import java.io.PrintWriter;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints a collection of garbage as lines of JSON: one for each link, manifest, blob and problem, and at the end one with the totals. */
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
    public void left(Removable object) {
        switch (object) {
            case Removable.BlobLink(RepositoryName repository, Digest digest) -> left("link", repository, digest);
            case Removable.ManifestRevision(RepositoryName repository, Digest digest) ->
                left("manifest", repository, digest);
            case Removable.Blob _, Removable.TagLink _ ->
                throw new IllegalArgumentException("no collection takes it out of a repository");
        }
    }

    private void left(String kind, RepositoryName repository, Digest digest) {
        ObjectNode node = json.createObjectNode();
        node.put("type", kind);
        node.put("repository", repository.value());
        node.put("digest", digest.toString());
        node.put("removed", !dryRun);
        print(node);
    }

    @Override
    public void going(GoingTag tag) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "tag");
        node.put("repository", tag.repository().value());
        node.put("tag", tag.tag().value());
        node.put("digest", tag.digest().toString());
        node.put("bytes", tag.bytes());
        node.put("reason", tag.reason());
        node.put("removed", !dryRun && !tag.isReported());
        print(node);
    }

    @Override
    public void kept(RepositoryName repository, String key, String reason) {
        ObjectNode node = json.createObjectNode();
        node.put("type", "kept");
        node.put("repository", repository.value());
        node.put("key", key);
        node.put("detail", reason);
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
        RepositoryTotals repositories = report.repositories();
        node.put("repositories", repositories.repositories());
        node.put("manifests", repositories.manifests());
        node.put("removedLinks", repositories.links());
        node.put("removedManifests", repositories.untagged());
        node.put("removedReferrers", repositories.referrers());
        node.put("keptRepositories", repositories.kept());
        node.put("expired", repositories.expired());
        node.put("removedTags", repositories.tags().left());
        node.put("removedTagsBytes", repositories.tags().leftBytes());
        node.put("reportedTags", repositories.tags().reported());
        node.put("reportedTagsBytes", repositories.tags().reportedBytes());
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
