package dev.moorage.benchmarks.load.measure;

import java.util.Locale;

/** A number as it is printed: three figures that count, or as it is when it is a whole one. */
public final class Figure {
    private Figure() {}

    /** The number with as many decimals as it deserves. */
    public static String format(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
