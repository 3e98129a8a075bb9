package dev.moorage.storage.tck;

import dev.moorage.storage.tck.report.Findings;
import java.util.Random;

/**
 * The seeds of random tests. A seed is random and listed in the summary, or given by the system property {@value #PROPERTY}.
 */
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
