package dev.moorage.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that a selector that does not respond is reported, and that selectors that respond are checked repeatedly. */
class SelectorWatchTest {
    private final BlockingQueue<String> fatal = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 2);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(new SelectorWatch(connector, Duration.ofMillis(10), 50, fatal::add));
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        server.stop();
    }

    private ManagedSelector last() {
        return connector.getSelectorManager().getBeans(ManagedSelector.class).stream()
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @Test
    void aBlockedSelectorIsReportedOnce() throws Exception {
        last().submit(_ -> awaitQuietly());
        assertThat(fatal.poll(20, TimeUnit.SECONDS)).contains("has not answered 50 times in a row");
        assertThat(fatal).isEmpty();
    }

    private void awaitQuietly() {
        try {
            release.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anEndedSelectorIsReported() throws Exception {
        last().stop();
        assertThat(fatal.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
}
