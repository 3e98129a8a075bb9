package dev.moorage.storage.spi.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as operators write it: {@code 1024}, {@code 64MiB}, {@code 50 GB}. A component of this type in the record of
 * a driver's configuration is read in this form.
 *
 * @param bytes the number, 0 or more
 */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) ?([a-zA-Z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "tb", 1_000_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30,
            "tib", 1L << 40);

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }

    /** Parses a number with an optional unit. Empty if it is none, or too large. */
    public static Optional<DataSize> parse(String text) {
        Matcher form = FORM.matcher(text);
        Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        return number <= Long.MAX_VALUE / unit ? Optional.of(new DataSize(number * unit)) : Optional.empty();
    }
}
