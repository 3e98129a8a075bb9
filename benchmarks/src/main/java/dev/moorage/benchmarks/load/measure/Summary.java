package dev.moorage.benchmarks.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of several measurements of the same. */
public record Summary(double median, double least, double most) {

    /**
     * The summary of at least one value.
     */
    public static Summary of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Summary(median, sorted.getFirst(), sorted.getLast());
    }

    /**
     * How one compares with another that was measured in turn with it: the ratios of those that were measured next to each
     * other. What slows the whole machine down for a while slows both of a pair. Empty when the others are all 0, or there are none.
     */
    public static Optional<Summary> ofRatios(List<Double> ones, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
            if (others.get(i) != 0) {
                ratios.add(ones.get(i) / others.get(i));
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(of(ratios));
    }

    @Override
    public String toString() {
        return least == most
                ? Figure.format(median)
                : Figure.format(median) + " (" + Figure.format(least) + "–" + Figure.format(most) + ")";
    }
}
