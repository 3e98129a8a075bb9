package dev.moorage.http.jetty.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.http.jetty.limit.Admission.Decision;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final ClientNetwork ONE = address("192.0.2.1");
    private static final ClientNetwork OTHER = address("192.0.2.2");

    private final Admission admission = new Admission(32, 16);

    private static ClientNetwork address(String text) {
        return ClientNetwork.of(text);
    }

    private void enter(ClientNetwork address, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(admission.enter(address)).isEqualTo(Decision.ADMITTED);
        }
    }

    @Test
    void oneAddressHasItsShareAndOthersHaveTheRest() {
        enter(ONE, 16);
        assertThat(admission.enter(ONE)).isEqualTo(Decision.ADDRESS_FULL);
        enter(OTHER, 16);
        assertThat(admission.enter(address("192.0.2.3"))).isEqualTo(Decision.FULL);
    }

    @Test
    void whatLeavesMakesRoom() {
        enter(ONE, 16);
        admission.leave(ONE);
        enter(ONE, 1);
        assertThat(admission.enter(ONE)).isEqualTo(Decision.ADDRESS_FULL);
        for (int i = 0; i < 16; i++) {
            admission.leave(ONE);
        }
        assertThat(admission.count()).isZero();
        enter(ONE, 16);
    }

    @Test
    void whatIsRefusedIsNotCounted() {
        enter(ONE, 16);
        for (int i = 0; i < 100; i++) {
            assertThat(admission.enter(ONE)).isEqualTo(Decision.ADDRESS_FULL);
        }
        assertThat(admission.count()).isEqualTo(16);
    }

    @Test
    void aNetworkOf64BitsIsOneAddressOfIpv6AndEachOfIpv4IsItsOwn() {
        assertThat(address("2001:db8:0:1::1")).isEqualTo(address("2001:db8:0:1:ffff:ffff:ffff:ffff"));
        assertThat(address("2001:db8:0:1::1")).isNotEqualTo(address("2001:db8:0:2::1"));
        assertThat(address("192.0.2.1")).isNotEqualTo(address("192.0.2.2"));
        assertThat(address("::ffff:192.0.2.1")).isEqualTo(address("192.0.2.1"));
        assertThat(address("::")).isNotEqualTo(address("0.0.0.0"));
    }

    @Test
    void defaultsFollowTheHeapAndGiveOneAddressHalf() {
        assertThat(Limits.defaults(128L << 20)).isEqualTo(new Limits(16_384, 5041, 64, 8192, 2520));
        assertThat(Limits.defaults(64L << 30)).isEqualTo(new Limits(16_384, 16_384, 64, 8192, 8192));
        assertThat(Limits.defaults(1L << 20).requests()).isEqualTo(256);
    }
}
