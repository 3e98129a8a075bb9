package dev.moorage.bootstrap.wiring;

import dev.moorage.http.jetty.JettyServer;
import java.io.IOException;
import java.util.Optional;

/**
 * The servers that listen: the registry, and where it is configured the address for operators. Both listen for the same
 * time.
 *
 * @param debug the server of {@code http.debug.addr}, where it is set
 */
record Servers(JettyServer registry, Optional<JettyServer> debug) implements AutoCloseable {
    /** Starts both servers. If one cannot listen, neither does. */
    void start() throws IOException {
        try {
            start("http.addr", registry);
            if (debug.isPresent()) {
                start("http.debug.addr", debug.get());
            }
        } catch (IOException | RuntimeException e) {
            try {
                close();
            } catch (IOException | RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static void start(String key, JettyServer server) throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw ListenFailure.explained(key, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            registry.close();
        } finally {
            if (debug.isPresent()) {
                debug.get().close();
            }
        }
    }
}
