package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.http.access.LoginLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsSectionTest {
    private static LoginLimits logins(Map<String, String> variables) throws InvalidConfigurationException {
        ConfigurationReader.Result result = new ConfigurationReader().read(Optional.empty(), variables);
        assertThat(result.warnings()).isEmpty();
        return result.configuration().logins();
    }

    @Test
    void withoutAKeyTwentyOfAnAddressAndTenOfAUserMayFailInAMinute() throws Exception {
        LoginLimits limits = logins(Map.of());
        assertThat(limits.perAddress()).isEqualTo(new LoginLimits.Rate(20, Duration.ofMinutes(1)));
        assertThat(limits.perUser()).isEqualTo(new LoginLimits.Rate(10, Duration.ofMinutes(1)));
    }

    @Test
    void aRateIsANumberInATimeOrZeroForNone() throws Exception {
        LoginLimits limits =
                logins(Map.of("REGISTRY_LIMITS_LOGINS_PERADDRESS", "300/1h30m", "REGISTRY_LIMITS_LOGINS_PERUSER", "0"));
        assertThat(limits.perAddress()).isEqualTo(new LoginLimits.Rate(300, Duration.ofMinutes(90)));
        assertThat(limits.perUser().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "-1/1m", "0/1m", "20/1", "20/", "/1m", "20/1ms", "x/1m", "20/1m/2", "99999999999/1m"})
    void whatIsNoRateIsAnErrorWithItsKey(String text) {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> logins(Map.of("REGISTRY_LIMITS_LOGINS_PERUSER", text)))
                .satisfies(e -> assertThat(e.errors())
                        .singleElement()
                        .asString()
                        .startsWith("limits.logins.peruser: is not a number in a time"));
    }
}
