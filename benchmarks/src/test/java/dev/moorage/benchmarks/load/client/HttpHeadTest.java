package dev.moorage.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HttpHeadTest {
    private static final String HEAD = "HTTP/1.1 202 Accepted\r\nLocation: /v2/a/blobs/uploads/1?_state=x\r\n"
            + "content-length:  17 \r\nX-Content-Length: 99\r\nEmpty:\r\nLocation: /second\r\n";

    @Test
    void theStatusAndTheFieldsAreRead() throws IOException {
        HttpHead head = HttpHead.parse(HEAD);
        assertThat(head.status()).isEqualTo(202);
        assertThat(head.field("location")).contains("/v2/a/blobs/uploads/1?_state=x");
        assertThat(head.field("Content-Length")).contains("17");
        assertThat(head.contentLength()).isEqualTo(17);
        assertThat(head.field("Empty")).contains("");
        assertThat(head.field("Length")).isEmpty();
    }

    @Test
    void anAnswerWithoutFieldsHasNone() throws IOException {
        HttpHead head = HttpHead.parse("HTTP/1.1 200 OK\r\n");
        assertThat(head.field("Content-Length")).isEmpty();
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(head.isChunked()).isFalse();
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        for (String text : List.of("", "HTTP/1.1", "HTTP/1.1 2x0 OK\r\n", "SSH-2.0-OpenSSH_9.2\r\n")) {
            assertThatThrownBy(() -> HttpHead.parse(text)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLengthThatIsNoNumberIsRefused() throws IOException {
        HttpHead head = HttpHead.parse("HTTP/1.1 200 OK\r\nContent-Length: many\r\n");
        assertThatThrownBy(head::contentLength).isInstanceOf(IOException.class);
    }
}
