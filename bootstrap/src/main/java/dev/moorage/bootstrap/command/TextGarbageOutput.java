package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.application.port.in.maintenance.TagTotals;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import java.io.PrintWriter;
import java.time.Instant;

/** Prints a collection of garbage as lines for people. */
final class TextGarbageOutput implements GarbageOutput {
    private static final int MAX_TEXT = 4096;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean dryRun;

    TextGarbageOutput(PrintWriter out, PrintWriter err, boolean dryRun) {
        this.out = out;
        this.err = err;
        this.dryRun = dryRun;
    }

    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        out.println((dryRun ? "would remove " : "removed ") + digest + ": " + Sizes.text(size) + ", written "
                + lastModified);
        out.flush();
    }

    @Override
    public void left(Removable object) {
        String text = switch (object) {
            case Removable.BlobLink(RepositoryName repository, Digest digest) ->
                "the link of " + repository + " to " + digest;
            case Removable.ManifestRevision(RepositoryName repository, Digest digest) ->
                "the manifest " + repository + "@" + digest;
            case Removable.Blob _, Removable.TagLink _ ->
                throw new IllegalArgumentException("no collection takes it out of a repository");
        };
        out.println((dryRun ? "would move " : "moved ") + text + " to the trash");
        out.flush();
    }

    @Override
    public void going(GoingTag tag) {
        out.println((dryRun || tag.isReported() ? "would move " : "moved ") + "the tag " + tag.repository() + ":"
                + tag.tag() + " to the trash: " + tag.reason() + ", " + Sizes.text(tag.bytes())
                + (tag.isReported() ? " (storage.retention.dryrun)" : ""));
        out.flush();
    }

    @Override
    public void kept(RepositoryName repository, String key, String reason) {
        err.println("repository " + repository + " stays as it is: " + PrintableText.escaped(key, MAX_TEXT) + ": "
                + PrintableText.escaped(reason, MAX_TEXT));
        err.flush();
    }

    @Override
    public void problem(String key, String reason) {
        err.println("problem " + (key.isEmpty() ? "" : PrintableText.escaped(key, MAX_TEXT) + ": ")
                + PrintableText.escaped(reason, MAX_TEXT));
        err.flush();
    }

    @Override
    public void summary(GarbageReport report) {
        RepositoryTotals repositories = report.repositories();
        if (repositories.repositories() > 0) {
            out.println("Looked into repositories: " + repositories.repositories() + ", manifests: "
                    + repositories.manifests() + ", repositories that are not understood: " + repositories.kept()
                    + ".");
            out.println("To the trash: links: " + repositories.links() + ", manifests: " + repositories.untagged()
                    + ". Old entries of referrers: " + repositories.referrers() + ".");
        }
        TagTotals tags = repositories.tags();
        if (tags.left() > 0) {
            out.println("Tags to the trash: " + tags.left() + " (at most " + Sizes.text(tags.leftBytes()) + ").");
        }
        if (tags.reported() > 0) {
            out.println("Tags that no rule of retention keeps: " + tags.reported() + " (at most "
                    + Sizes.text(tags.reportedBytes()) + "). They stay, because of storage.retention.dryrun.");
        }
        if (repositories.expired() > 0) {
            out.println("Records of the trash that have expired: " + repositories.expired() + ".");
        }
        out.println("Looked at links: " + report.links() + ", blobs: " + report.blobs() + ".");
        out.println("Garbage: " + report.garbage() + " (" + Sizes.text(report.garbageBytes()) + "), removed: "
                + report.removed() + " (" + Sizes.text(report.removedBytes()) + "), spared: " + report.spared()
                + ", too young: " + report.young() + ".");
        if (report.problems() > 0) {
            out.println("Problems: " + report.problems() + ". While there is one, nothing is removed.");
        }
        out.flush();
    }
}
