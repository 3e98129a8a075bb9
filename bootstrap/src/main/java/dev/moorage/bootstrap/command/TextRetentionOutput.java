package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.RetentionExplanation;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.Leaving;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.ManifestDecision;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.TagDecision;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.domain.retention.Decision;
import java.io.PrintWriter;

/** Prints what policies of retention decide as lines for people. */
final class TextRetentionOutput extends RetentionOutput {
    private static final int MAX_TEXT = 4096;

    private final PrintWriter out;

    TextRetentionOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    void head(RetentionExplanation explanation) {
        if (explanation.policy().isEmpty()) {
            out.println(explanation.repository() + ": no policy is for it, and all tags stay");
        }
        explanation
                .unknown()
                .ifPresent(reason -> out.println(
                        explanation.repository() + " stays as it is: " + PrintableText.escaped(reason, MAX_TEXT)));
        out.flush();
    }

    @Override
    void tag(RetentionExplanation explanation, TagDecision tag) {
        out.println(explanation.repository() + ":" + tag.tag() + " " + text(tag.decision(), tag.leaving()));
        out.flush();
    }

    @Override
    void manifest(RetentionExplanation explanation, ManifestDecision manifest) {
        out.println(explanation.repository() + "@" + manifest.digest() + " "
                + text(manifest.decision(), manifest.leaving()));
        out.flush();
    }

    private static String text(Decision decision, Leaving leaving) {
        if (decision.stays()) {
            return decision.text();
        }
        return decision.text() + (leaving.manifests() == 0 ? ", and its manifest stays" : ", with " + text(leaving));
    }

    private static String text(Leaving leaving) {
        return "manifests: " + leaving.manifests() + " (referrers: " + leaving.referrers() + "), blobs: "
                + leaving.blobs() + " (" + Sizes.text(leaving.bytes())
                + (leaving.unshared().isPresent()
                        ? ", in no other repository: "
                                + Sizes.text(leaving.unshared().getAsLong())
                        : "")
                + ")";
    }

    @Override
    void total(RetentionExplanation explanation) {
        if (explanation.policy().isPresent() && explanation.unknown().isEmpty()) {
            long going = explanation.tags().stream()
                    .filter(tag -> !tag.decision().stays())
                    .count();
            out.println("Policy " + explanation.policy().get() + ": tags that stay: "
                    + (explanation.tags().size() - going) + ", tags that go: " + going + ", with "
                    + text(explanation.leaving()) + ".");
            if (explanation.isReported()) {
                out.println("Everything stays, because of storage.retention.dryrun.");
            }
            out.flush();
        }
    }
}
