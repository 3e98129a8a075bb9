package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import java.util.Locale;

/** Prints the results of a verification. */
interface VerifyOutput {
    /** Prints a finding. */
    void finding(Finding finding);

    /** Prints the totals of a finished verification. */
    void summary(VerifySummary tally);

    /** Returns a constant's name as it is printed, for example {@code link-without-blob}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
