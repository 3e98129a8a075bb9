package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.bootstrap.logging.PrintableText;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints a verification as lines for people. */
final class TextVerifyOutput implements VerifyOutput {
    private static final int MAX_TEXT = 4096;

    private final PrintWriter out;

    TextVerifyOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(Finding finding) {
        String done = finding.repair() == Finding.Repair.NONE ? "" : " [" + VerifyOutput.name(finding.repair()) + "]";
        out.println(VerifyOutput.name(finding.kind()) + " "
                + PrintableText.escaped(finding.key(), MAX_TEXT) + ": "
                + PrintableText.escaped(finding.detail(), MAX_TEXT) + done);
        out.flush();
    }

    @Override
    public void summary(VerifySummary tally) {
        out.println("Looked at links: " + tally.links() + ", manifests: " + tally.manifests() + ", blobs: "
                + tally.blobs() + " (" + Sizes.text(tally.bytes()) + ").");
        long unreachable = tally.count(Finding.Kind.UNREACHABLE);
        if (unreachable > 0) {
            out.println("Blobs that nothing links: " + unreachable + ".");
        }
        if (tally.problems() == 0) {
            out.println("Nothing is wrong.");
        } else {
            String kinds = Stream.of(Finding.Kind.values())
                    .filter(kind -> kind.isProblem() && tally.count(kind) > 0)
                    .map(kind -> VerifyOutput.name(kind) + ": " + tally.count(kind))
                    .collect(Collectors.joining(", "));
            out.println("Problems: " + tally.problems() + " (" + kinds + "), repaired: " + tally.repaired() + ".");
        }
        out.flush();
    }
}
