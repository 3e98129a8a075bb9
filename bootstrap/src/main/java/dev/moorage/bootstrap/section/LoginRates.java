package dev.moorage.bootstrap.section;

import dev.moorage.identity.login.LoginLimits;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.storage.spi.config.GoDuration;
import java.time.Duration;
import java.util.Optional;

/** Reads the limits of failed logins: a number in a time. */
final class LoginRates {
    /** The minimum time of a limit. A duration of Go without a unit is in nanoseconds, and would be no limit. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    private LoginRates() {}

    static LoginLimits.Rate read(Section section, String name, LoginLimits.Rate otherwise) {
        return section.parsed(
                name,
                otherwise,
                LoginRates::parse,
                "is not a number in a time such as 20/1m, and not 0 for any number");
    }

    private static Optional<LoginLimits.Rate> parse(String text) {
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
