package dev.moorage.application.port.in.maintenance;

/**
 * What policies of retention have taken out of repositories. A dry run counts what would leave.
 *
 * @param left the tags that have left
 * @param leftBytes the size of what their manifests name. Content that several tags name counts several times
 * @param reported the tags that stay because the policies are only reported
 * @param reportedBytes the size of what their manifests name
 */
public record TagTotals(long left, long leftBytes, long reported, long reportedBytes) {
    /** No tag has left. */
    public static final TagTotals NONE = new TagTotals(0, 0, 0, 0);

    /** Returns these totals with one tag more. */
    public TagTotals and(GoingTag tag) {
        return tag.isReported()
                ? new TagTotals(left, leftBytes, reported + 1, reportedBytes + tag.bytes())
                : new TagTotals(left + 1, leftBytes + tag.bytes(), reported, reportedBytes);
    }
}
