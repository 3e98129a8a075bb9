package dev.moorage.application.port.in.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {
    @Test
    void anAddressOfIPv4IsOneByItselfInEitherSpelling() {
        assertThat(ClientNetwork.of("192.0.2.1")).hasToString("192.0.2.1");
        assertThat(ClientNetwork.of("::ffff:192.0.2.1")).isEqualTo(ClientNetwork.of("192.0.2.1"));
        assertThat(ClientNetwork.of("192.0.2.2")).isNotEqualTo(ClientNetwork.of("192.0.2.1"));
        assertThat(ClientNetwork.of("255.255.255.255"))
                .hasToString("255.255.255.255")
                .isNotEqualTo(ClientNetwork.UNKNOWN);
    }

    @Test
    void addressesOfIPv6AreOneBySixtyFourBits() {
        ClientNetwork network = ClientNetwork.of("2001:db8:1:2::1");
        assertThat(network).hasToString("2001:db8:1:2:0:0:0:0/64");
        for (String same : new String[] {
            "2001:db8:1:2:ffff:ffff:ffff:ffff", "[2001:db8:1:2::1]", "2001:DB8:1:2::1", "2001:db8:1:2::1%eth0"
        }) {
            assertThat(ClientNetwork.of(same)).as(same).isEqualTo(network);
        }
        assertThat(ClientNetwork.of("2001:db8:1:3::1")).isNotEqualTo(network);
        assertThat(ClientNetwork.of("ffff:ffff:ffff:ffff::1")).hasToString("ffff:ffff:ffff:ffff:0:0:0:0/64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8:1:2::1"})
    void aSocketHasTheNetworkOfItsAddress(String address) {
        assertThat(ClientNetwork.of(new InetSocketAddress(address, 5000))).isEqualTo(ClientNetwork.of(address));
    }

    @Test
    void whatIsNoAddressIsOneByItself() {
        assertThat(ClientNetwork.of("unix")).hasToString("unix").isNotEqualTo(ClientNetwork.UNKNOWN);
        assertThat(ClientNetwork.of("")).isEqualTo(ClientNetwork.UNKNOWN).hasToString("");
        assertThat(ClientNetwork.of(UnixDomainSocketAddress.of("socket"))).isEqualTo(ClientNetwork.UNKNOWN);
        assertThat(ClientNetwork.of("not:an:address")).hasToString("not:an:address");
    }
}
