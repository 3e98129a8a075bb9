package dev.moorage.bootstrap.section;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as operators write them: {@code 1024}, {@code 64MiB}, {@code 50 GB}. */
final class ByteSize {
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

    private ByteSize() {}

    /** Parses a number with an optional unit. Empty if it is none, or too large. */
    static Optional<Long> parse(String text) {
        Matcher form = FORM.matcher(text);
        Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        return number <= Long.MAX_VALUE / unit ? Optional.of(number * unit) : Optional.empty();
    }
}
