package dev.moorage.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientNetworkTest {
    @Test
    void anAddressOfIPv4IsOneByItselfInEitherSpelling() {
        assertThat(ClientNetwork.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientNetwork.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientNetwork.of("192.0.2.2")).isNotEqualTo(ClientNetwork.of("192.0.2.1"));
    }

    @Test
    void addressesOfIPv6AreOneBySixtyFourBits() {
        String network = ClientNetwork.of("2001:db8:1:2::1");
        assertThat(network).isEqualTo("20:01:0d:b8:00:01:00:02::/64");
        for (String same : new String[] {
            "2001:db8:1:2:ffff:ffff:ffff:ffff", "[2001:db8:1:2::1]", "2001:DB8:1:2::1", "2001:db8:1:2::1%eth0"
        }) {
            assertThat(ClientNetwork.of(same)).as(same).isEqualTo(network);
        }
        assertThat(ClientNetwork.of("2001:db8:1:3::1")).isNotEqualTo(network);
    }

    @Test
    void whatIsNoAddressIsOneByItself() {
        assertThat(ClientNetwork.of("unix")).isEqualTo("unix");
        assertThat(ClientNetwork.of("")).isEmpty();
    }
}
