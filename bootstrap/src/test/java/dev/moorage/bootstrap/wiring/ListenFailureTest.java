package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class ListenFailureTest {
    private static String explained(Exception reason) {
        return ListenFailure.explained("http.addr", new IOException("Failed to bind to /0.0.0.0:80", reason))
                .getMessage();
    }

    @Test
    void aFailureNamesItsKeyTheReasonAndWhatToDo() {
        assertThat(explained(new SocketException("Permission denied")))
                .isEqualTo(
                        "http.addr: Failed to bind to /0.0.0.0:80: Permission denied; ports below 1024 need root, or the"
                                + " capability CAP_NET_BIND_SERVICE");
        assertThat(explained(new BindException("Address already in use"))).contains("; another program listens there");
        assertThat(explained(new UnresolvedAddressException())).contains("; the host is unknown");
        assertThat(explained(new BindException("something else"))).endsWith(": something else");
    }
}
