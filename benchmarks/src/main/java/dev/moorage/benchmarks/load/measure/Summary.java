package dev.moorage.benchmarks.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The median, the least and the greatest of several values. */
public record Summary(double median, double least, double most) {

    /**
     * Summarizes values.
     *
     * @throws IllegalArgumentException there is no value
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
     * Compares two series that were measured in turn, by the ratios of values that were measured next to each other. A
     * slowdown of the whole machine then affects both values of a pair. Pairs whose second value is 0 are left out. The
     * result is empty when no pair is left.
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
