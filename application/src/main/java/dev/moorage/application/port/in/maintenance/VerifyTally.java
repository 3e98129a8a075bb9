package dev.moorage.application.port.in.maintenance;

import java.util.Map;

/**
 * What a verification has looked at and found so far.
 *
 * @param links link files of every kind
 * @param manifests manifests, once for each repository that has them
 * @param blobs blobs and manifests that were read
 * @param bytes how many bytes they have
 * @param stale links of indexes that name what is gone, as deleting leaves them; they do no harm
 * @param others objects that are neither blob nor link
 * @param repaired how much of what was found was repaired
 */
public record VerifyTally(
        long links,
        long manifests,
        long blobs,
        long bytes,
        long stale,
        long others,
        Map<Finding.Kind, Long> findings,
        long repaired) {
    /** Nothing yet. */
    public static final VerifyTally NOTHING = new VerifyTally(0, 0, 0, 0, 0, 0, Map.of(), 0);

    public VerifyTally {
        findings = Map.copyOf(findings);
    }

    /** How many problems were found, repaired or not. */
    public long problems() {
        return findings.entrySet().stream()
                .filter(found -> found.getKey().isProblem())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many findings of a kind there were. */
    public long count(Finding.Kind kind) {
        return findings.getOrDefault(kind, 0L);
    }
}
