package dev.moorage.storage.azure;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Parses durations in the form of Distribution's configuration: {@code 100ms}, {@code 5s}, {@code 1m30s}. */
final class GoDurations {
    private GoDurations() {}

    static Optional<Duration> parse(String text) {
        try {
            return Optional.of(
                    text.endsWith("ms")
                            ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                            : Duration.parse("PT" + text));
        } catch (DateTimeParseException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
