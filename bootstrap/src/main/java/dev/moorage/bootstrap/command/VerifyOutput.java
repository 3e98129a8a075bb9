package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyTally;
import java.util.Locale;

/** What a verification prints. */
interface VerifyOutput {
    /** Something was found. */
    void finding(Finding finding);

    /** All of it is done. */
    void summary(VerifyTally tally);

    /** The name of a constant as it is printed: {@code link-without-blob}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
