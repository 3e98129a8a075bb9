package dev.moorage.benchmarks.load.measure;

import java.util.Locale;

/** Formats numbers for the report: three significant digits, or no decimals for a whole number. */
public final class Figure {
    private Figure() {}

    /** Formats a number, with more decimals for a smaller number. */
    public static String format(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
