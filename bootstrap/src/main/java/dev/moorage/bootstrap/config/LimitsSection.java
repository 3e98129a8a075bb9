package dev.moorage.bootstrap.config;

import dev.moorage.http.auth.LoginLimits;
import dev.moorage.storage.spi.config.GoDuration;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code limits}: what an address or a user may do. */
final class LimitsSection {
    /** The minimum time of a limit. A duration of Go without a unit is in nanoseconds, and would be no limit. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    private LimitsSection() {}

    /** Reads {@code limits.logins}. */
    static LoginLimits logins(Section logins, Problems problems) {
        LoginLimits defaults = LoginLimits.defaults();
        return new LoginLimits(
                rate(logins, "peraddress", defaults.perAddress(), problems),
                rate(logins, "peruser", defaults.perUser(), problems));
    }

    private static LoginLimits.Rate rate(Section section, String key, LoginLimits.Rate otherwise, Problems problems) {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<LoginLimits.Rate> rate = rate(text.get());
        if (rate.isEmpty()) {
            problems.error(section.path(key), "is not a number in a time such as 20/1m, and not 0 for any number");
        }
        return rate.orElse(otherwise);
    }

    private static Optional<LoginLimits.Rate> rate(String text) {
        if (text.equals("0")) {
            return Optional.of(new LoginLimits.Rate(0, Duration.ofMinutes(1)));
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            int count = Integer.parseInt(text.substring(0, slash).strip());
            return GoDuration.parse(text.substring(slash + 1).strip())
                    .filter(per -> per.compareTo(LEAST_TIME) >= 0 && count > 0)
                    .map(per -> new LoginLimits.Rate(count, per));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
