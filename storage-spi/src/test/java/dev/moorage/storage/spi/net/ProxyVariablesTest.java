package dev.moorage.storage.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, as curl and Go read them. */
class ProxyVariablesTest {
    private static boolean isProxied(String exceptions, String host, int port) {
        return ProxyVariables.of(Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", exceptions))
                .to("https", host, port)
                .isPresent();
    }

    @Test
    void theSchemeOfTheTargetChoosesTheVariable() {
        ProxyVariables variables =
                ProxyVariables.of(Map.of("HTTPS_PROXY", "http://secure.example:1", "HTTP_PROXY", "plain.example:2"));
        assertThat(variables.to("https", "store.example", -1))
                .contains(new Proxy("secure.example", 1, Optional.empty()));
        assertThat(variables.to("http", "store.example", -1)).contains(new Proxy("plain.example", 2, Optional.empty()));
        assertThat(ProxyVariables.of(Map.of("HTTPS_PROXY", "http://p:1")).to("http", "store.example", -1))
                .isEmpty();
    }

    @Test
    void lowerCaseCountsWhereUpperCaseIsEmpty() {
        ProxyVariables variables = ProxyVariables.of(Map.of("HTTPS_PROXY", "", "https_proxy", "http://lower.example"));
        assertThat(variables.to("https", "store.example", 443))
                .contains(new Proxy("lower.example", 80, Optional.empty()));
        assertThat(ProxyVariables.of(Map.of()).isEmpty()).isTrue();
    }

    @Test
    void userAndPasswordAreDecodedAndNeverPrinted() {
        Proxy proxy = ProxyVariables.of(Map.of("HTTPS_PROXY", "http://a%40b:p%3Aw+%25@[2001:db8::1]:8080/"))
                .to("https", "store.example", 443)
                .orElseThrow();
        assertThat(proxy).isEqualTo(new Proxy("2001:db8::1", 8080, Optional.of(new Proxy.Credentials("a@b", "p:w+%"))));
        assertThat(proxy.toString()).doesNotContain("p:w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://p:1", "https://user:canary@p:1", "http://", "http://a b", "http:///path"})
    void whatIsNoHttpProxyIsRefusedByTheVariablesName(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyVariables.of(Map.of("https_proxy", value)))
                .withMessageContaining("HTTPS_PROXY")
                .withMessageNotContaining("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, 443, false",
        "example.com, bucket.example.com, 443, false",
        "example.com, notexample.com, 443, true",
        "'.example.com', example.com, 443, true",
        "'.example.com', bucket.example.com, 443, false",
        "'*.example.com', bucket.example.com, 443, false",
        "'*.example.com', example.com, 443, true",
        "EXAMPLE.com, Bucket.Example.COM., 443, false",
        "'a.test, example.com', example.com, 443, false",
        "example.com:9000, example.com, 9000, false",
        "example.com:9000, example.com, 443, true",
        "10.1.2.3, 10.1.2.3, 443, false",
        "10.1.2.3:443, 10.1.2.3, 443, false",
        "10.1.2.3:444, 10.1.2.3, 443, true",
        "10.0.0.0/8, 10.200.3.4, 443, false",
        "10.0.0.0/8, 11.0.0.1, 443, true",
        "10.0.0.0/8, ten.example, 443, true",
        "10.0.0.0/99, 10.0.0.1, 443, true",
        "'2001:db8::/32', '[2001:db8:1::2]', 443, false",
        "'2001:db8::/32', '2001:db9::2', 443, true",
        "'2001:0db8::1', '2001:db8::1', 443, false",
        "'*', anything.example, 443, false",
        "'', anything.example, 443, true",
        "' , ,', anything.example, 443, true",
        "'', localhost, 443, false",
        "'', 127.0.0.1, 443, false",
        "'', 127.8.9.1, 443, false",
        "'', '[::1]', 443, false",
    })
    void anExceptionCoversItsTargets(String exceptions, String host, int port, boolean proxied) {
        assertThat(isProxied(exceptions, host, port)).isEqualTo(proxied);
    }

    @Test
    void aTargetWithoutAPortHasThatOfItsScheme() {
        assertThat(isProxied("example.com:443", "example.com", -1)).isFalse();
        assertThat(isProxied("example.com:80", "example.com", -1)).isTrue();
    }
}
