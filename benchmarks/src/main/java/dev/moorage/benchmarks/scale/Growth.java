package dev.moorage.benchmarks.scale;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an operation costs at several sizes.
 *
 * @param most the greatest slope that is accepted: 0 for an operation whose result has the same size always, and 1 for one that
 *     visits everything
 * @param points the costs, from the smallest size to the largest
 */
record Growth(String name, int most, List<Point> points) {
    /** A call more in ten thousand entries is no growth, and neither is the rounding of pages. */
    private static final double TOLERANCE = 0.05;

    Growth {
        points = List.copyOf(points);
    }

    /**
     * The cost at one size.
     *
     * @param size the number of tags, repositories, referrers, blobs or uploads
     * @param calls calls of the storage port
     * @param cpuNanos processor time of the process in nanoseconds
     */
    record Point(int size, long calls, long cpuNanos) {}

    /** Returns the steepest slope of the calls between neighbouring sizes, on logarithmic scales. */
    double slope() {
        double steepest = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            double slope = Math.log((double) to.calls() / from.calls()) / Math.log((double) to.size() / from.size());
            steepest = Math.max(steepest, slope);
        }
        return steepest;
    }

    /** Returns what is wrong with the slope, if it is too steep. */
    Optional<String> problem() {
        return slope() <= most + TOLERANCE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s: calls grow with a slope of %.2f, and not %d", name, slope(), most));
    }

    /** A line for each size. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (Point point : points) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-38s %,11d %,11d calls %,11.1f ms of processor time%n",
                    name,
                    point.size(),
                    point.calls(),
                    point.cpuNanos() / 1e6));
        }
        return table.append(String.format(Locale.ROOT, "%-38s slope %.2f, at most %d%n", name, slope(), most))
                .toString();
    }
}
