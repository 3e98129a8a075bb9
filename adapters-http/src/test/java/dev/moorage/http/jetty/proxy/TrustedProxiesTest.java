package dev.moorage.http.jetty.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static boolean trusts(String entry, String address) {
        return TrustedProxies.parse(List.of(entry)).orElseThrow().trust(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.0/23, 10.1.3.255",
        "0.0.0.0/0, 192.0.2.1",
        "10.1.2.3/8, 10.9.9.9",
        "10.1.2.3, ::ffff:10.1.2.3",
        "2001:db8::/33, 2001:db8:7fff::1",
        "::1, ::1",
    })
    void addressInARangeIsTrusted(String entry, String address) {
        assertThat(trusts(entry, address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 11.0.0.1",
        "10.1.2.3, 10.1.2.4",
        "10.1.2.0/23, 10.1.4.0",
        "0.0.0.0/0, ::1",
        "2001:db8::/33, 2001:db8:8000::1",
    })
    void addressOutsideOfARangeIsNotTrusted(String entry, String address) {
        assertThat(trusts(entry, address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "10.0.0.0/33", "::/129", "10.0.0.1/-1", "10.0.0.1/", "", "/8", "example.org"})
    void entryOfAnotherFormIsRefused(String entry) {
        assertThat(TrustedProxies.parse(List.of("10.0.0.1", entry))).isEmpty();
    }

    @Test
    void peersOfAUnixSocketAreTrustedWhereTheListSaysSo() {
        TrustedProxies proxies = TrustedProxies.parse(List.of("unix")).orElseThrow();
        assertThat(proxies.isEmpty()).isFalse();
        assertThat(proxies.trust(UnixDomainSocketAddress.of(""))).isTrue();
        assertThat(proxies.trust(new InetSocketAddress("127.0.0.1", 1))).isFalse();
        assertThat(TrustedProxies.NONE.trust(UnixDomainSocketAddress.of(""))).isFalse();
        assertThat(TrustedProxies.NONE.isEmpty()).isTrue();
    }
}
