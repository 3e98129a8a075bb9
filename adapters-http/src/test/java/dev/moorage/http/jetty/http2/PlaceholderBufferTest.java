package dev.moorage.http.jetty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PlaceholderBufferTest {
    @Test
    void itHasALengthAndNothingThatCouldBeSent() {
        ByteBuffer standIn = PlaceholderBuffer.of(5000);
        assertThat(standIn.remaining()).isEqualTo(5000);
        assertThatIllegalStateException().isThrownBy(standIn::get);
        assertThatIllegalStateException()
                .isThrownBy(() -> ByteBuffer.allocate(5000).put(standIn));
        assertThat(PlaceholderBuffer.of(5000)).isNotSameAs(standIn);
        assertThat(PlaceholderBuffer.of(PlaceholderBuffer.MOST).remaining()).isEqualTo(PlaceholderBuffer.MOST);
    }
}
