package dev.moorage.benchmarks.load.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats sizes: {@code 4096}, {@code 64KiB}, {@code 1GiB}, {@code 300MB}. */
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB|KB|MB|GB)?");
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB"};

    private ByteSize() {}

    /**
     * Parses a size to bytes.
     *
     * @throws IllegalArgumentException the text is not a size
     */
    public static long parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size such as 4096, 64KiB, 1GiB or 300MB: " + text);
        }
        String unit = matcher.group(2);
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit == null ? 1 : factor(unit));
    }

    private static long factor(String unit) {
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            default -> 1;
        };
    }

    /** Formats a size in the largest unit that needs no more than one decimal place. */
    public static String format(long bytes) {
        for (int power = BINARY.length - 1; power > 0; power--) {
            long unit = 1L << (10 * power);
            if (bytes >= unit && bytes * 10 % unit == 0) {
                double value = (double) bytes / unit;
                return String.format(Locale.ROOT, bytes % unit == 0 ? "%.0f " : "%.1f ", value) + BINARY[power];
            }
        }
        return bytes % 1_000_000 == 0 && bytes > 0 ? bytes / 1_000_000 + " MB" : bytes + " B";
    }
}
