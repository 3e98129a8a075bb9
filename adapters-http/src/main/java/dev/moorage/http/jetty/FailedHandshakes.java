package dev.moorage.http.jetty;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts failed TLS handshakes. Each is logged at debug level only, since port scanners would otherwise fill the log. */
final class FailedHandshakes implements SslHandshakeListener {
    private static final Logger LOG = LoggerFactory.getLogger(FailedHandshakes.class);

    private final LongAdder count = new LongAdder();

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        count.increment();
        LOG.atDebug()
                .addKeyValue("remote", event.getEndPoint().getRemoteSocketAddress())
                .addKeyValue("reason", String.valueOf(failure.getMessage()))
                .log("A TLS handshake failed");
    }

    long count() {
        return count.sum();
    }
}
