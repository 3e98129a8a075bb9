package dev.moorage.storage.spi.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Parses durations as Go writes them: {@code 1h30m}, {@code 45s}, {@code 1.5s}, {@code 300ms}. A bare number is nanoseconds.
 */
public final class GoDuration {
    private static final double MOST_SECONDS = 1e10;

    private GoDuration() {}

    /** Returns the duration in a text, or empty when the text is no duration. */
    public static Optional<Duration> parse(String text) {
        double seconds = 0;
        int i = 0;
        if (text.isEmpty()) {
            return Optional.empty();
        }
        while (i < text.length()) {
            int start = i;
            while (i < text.length() && (Character.isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
                i++;
            }
            int unitStart = i;
            while (i < text.length() && !Character.isDigit(text.charAt(i)) && text.charAt(i) != '.') {
                i++;
            }
            Optional<Double> part = part(text.substring(start, unitStart), text.substring(unitStart, i));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            seconds += part.get();
        }
        return seconds > MOST_SECONDS ? Optional.empty() : Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private static Optional<Double> part(String number, String unit) {
        double seconds = switch (unit) {
            case "h" -> 3600;
            case "m" -> 60;
            case "s" -> 1;
            case "ms" -> 1e-3;
            case "us", "µs" -> 1e-6;
            case "ns", "" -> 1e-9;
            default -> -1;
        };
        try {
            return seconds < 0 ? Optional.empty() : Optional.of(Double.parseDouble(number) * seconds);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
