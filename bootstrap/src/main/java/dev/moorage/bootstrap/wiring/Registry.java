package dev.moorage.bootstrap.wiring;

import dev.moorage.application.service.health.HealthReport;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A running registry: the composition of all features, and the servers that listen. */
public final class Registry implements AutoCloseable {
    private final Composition composition;
    private final Servers servers;
    private final Optional<SocketFile> socket;
    private final HealthReport health;
    private final Duration shutdownDelay;

    private Registry(
            Composition composition,
            Servers servers,
            Optional<SocketFile> socket,
            HealthReport health,
            Duration shutdownDelay) {
        this.composition = composition;
        this.servers = servers;
        this.socket = socket;
        this.health = health;
        this.shutdownDelay = shutdownDelay;
    }

    /**
     * Checks whether a registry could be started, as far as the storage driver's keys and the configured files show. It
     * opens no storage and does not listen.
     *
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public static void check(Configuration configuration) throws InvalidConfigurationException {
        List<String> errors = new ArrayList<>();
        for (FeatureModule feature : Features.ofServer()) {
            try {
                feature.check(configuration);
            } catch (InvalidConfigurationException e) {
                errors.addAll(e.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidConfigurationException(errors);
        }
    }

    /** Returns what the operator should know of a configuration that can be used, beyond what its sections have reported. */
    public static List<String> warnings(Configuration configuration) {
        return Features.ofServer().stream()
                .flatMap(feature -> feature.warnings(configuration).stream())
                .toList();
    }

    /**
     * Opens the storage and listens.
     *
     * @throws InvalidConfigurationException when the storage driver refuses its part of the configuration, or {@code auth}
     *     or {@code http.tls} name files that cannot be used
     * @throws IOException when the storage cannot be opened, or the server cannot listen on its address
     */
    public static Registry start(Configuration configuration) throws InvalidConfigurationException, IOException {
        Composition composition = new Composition(configuration, Features.ofServer());
        try {
            Servers servers = composition.get(Servers.class);
            Optional<ListenConfig.Socket> path =
                    configuration.get(ListenConfig.class).socket();
            Optional<SocketFile> socket =
                    path.isPresent() ? Optional.of(SocketFile.prepare(path.get())) : Optional.empty();
            start(servers, socket);
            composition.get(PeriodicTasks.class);
            return new Registry(
                    composition,
                    servers,
                    socket,
                    composition.get(HealthReport.class),
                    configuration.get(ListenConfig.class).shutdownDelay());
        } catch (IOException | RuntimeException e) {
            composition.close();
            throw e;
        }
    }

    private static void start(Servers servers, Optional<SocketFile> socket) throws IOException {
        servers.start();
        if (socket.isPresent()) {
            try {
                socket.get().permit();
            } catch (IOException | RuntimeException e) {
                servers.close();
                throw e;
            }
        }
    }

    /** Returns the number of TLS handshakes that have failed since the start. */
    long failedHandshakes() {
        return servers.registry().failedHandshakes();
    }

    /** Returns the threads for computing that all requests share. */
    ComputePool computing() throws InvalidConfigurationException, IOException {
        return composition.get(ComputePool.class);
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return servers.registry().port();
    }

    /** Returns the port of the address for operators, or empty where {@code http.debug.addr} is not set. */
    OptionalInt debugPort() {
        return servers.debug().stream().mapToInt(JettyServer::port).findFirst();
    }

    /**
     * Stops the servers, and then closes what they use. The registry is not ready from the first moment on. It serves for
     * {@code http.shutdowndelay} nevertheless, until proxies have noticed.
     */
    @Override
    public void close() throws IOException {
        health.stop();
        try (composition) {
            leave();
            servers.close();
            if (socket.isPresent()) {
                socket.get().close();
            }
        }
    }

    private void leave() {
        if (shutdownDelay.isZero()) {
            return;
        }
        servers.registry().leave();
        try {
            Thread.sleep(shutdownDelay);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
