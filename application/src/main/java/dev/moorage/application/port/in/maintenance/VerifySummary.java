package dev.moorage.application.port.in.maintenance;

import java.util.Map;

/**
 * The counts of what a verification has examined and found so far.
 *
 * @param links link files of every kind
 * @param manifests manifests, counted once for each repository that has them
 * @param blobs blobs and manifests that were read
 * @param bytes the bytes of those blobs and manifests
 * @param stale index links to content that no longer exists. A delete leaves them behind, and they do no harm
 * @param others objects that are neither blob nor link
 * @param repaired how many findings were repaired
 */
public record VerifySummary(
        long links,
        long manifests,
        long blobs,
        long bytes,
        long stale,
        long others,
        Map<Finding.Kind, Long> findings,
        long repaired) {
    /** The counts at the start. */
    public static final VerifySummary NOTHING = new VerifySummary(0, 0, 0, 0, 0, 0, Map.of(), 0);

    public VerifySummary {
        findings = Map.copyOf(findings);
    }

    /** Returns how many problems were found, repaired or not. */
    public long problems() {
        return findings.entrySet().stream()
                .filter(found -> found.getKey().isProblem())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns how many findings of a kind there were. */
    public long count(Finding.Kind kind) {
        return findings.getOrDefault(kind, 0L);
    }
}
