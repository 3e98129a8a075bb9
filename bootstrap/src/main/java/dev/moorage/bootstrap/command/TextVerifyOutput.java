package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyTally;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A verification's findings as lines for people. */
final class TextVerifyOutput implements VerifyOutput {
    private final PrintWriter out;

    TextVerifyOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(Finding finding) {
        String done = finding.repair() == Finding.Repair.NONE ? "" : " [" + VerifyOutput.name(finding.repair()) + "]";
        out.println(VerifyOutput.name(finding.kind()) + " " + finding.key() + ": " + finding.detail() + done);
        out.flush();
    }

    @Override
    public void summary(VerifyTally tally) {
        out.println("Looked at " + tally.links() + " links, " + tally.manifests() + " manifests, " + tally.blobs()
                + " blobs of " + Sizes.text(tally.bytes()) + ".");
        long unreachable = tally.count(Finding.Kind.UNREACHABLE);
        if (unreachable > 0) {
            out.println("Nothing links " + unreachable + " of the blobs.");
        }
        if (tally.problems() == 0) {
            out.println("Nothing is wrong.");
        } else {
            String kinds = Stream.of(Finding.Kind.values())
                    .filter(kind -> kind.isProblem() && tally.count(kind) > 0)
                    .map(kind -> tally.count(kind) + " " + VerifyOutput.name(kind))
                    .collect(Collectors.joining(", "));
            out.println("Found " + tally.problems() + " problems, of which " + tally.repaired() + " were repaired: "
                    + kinds + ".");
        }
        out.flush();
    }
}
