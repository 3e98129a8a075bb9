package dev.moorage.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StandInTest {
    @Test
    void itHasALengthAndNothingThatCouldBeSent() {
        ByteBuffer standIn = StandIn.of(5000);
        assertThat(standIn.remaining()).isEqualTo(5000);
        assertThatIllegalStateException().isThrownBy(standIn::get);
        assertThatIllegalStateException()
                .isThrownBy(() -> ByteBuffer.allocate(5000).put(standIn));
        assertThat(StandIn.of(5000)).isNotSameAs(standIn);
        assertThat(StandIn.of(StandIn.MOST).remaining()).isEqualTo(StandIn.MOST);
    }
}
