package dev.moorage.storage.tck;

import dev.moorage.storage.tck.report.Findings;
import java.util.Random;

/** Where random tests begin: anywhere, told in the summary, or where the system property {@value #PROPERTY} says. */
final class Seeds {
    private static final String PROPERTY = "moorage.storage-tck.seed";

    private Seeds() {}

    static long next(Findings findings, String what) {
        Long given = Long.getLong(PROPERTY);
        long seed = given == null ? new Random().nextLong() : given;
        findings.note("seed of " + what, seed);
        return seed;
    }
}
