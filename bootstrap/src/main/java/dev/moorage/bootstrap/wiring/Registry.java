package dev.moorage.bootstrap.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.PurgingConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.http.auth.AccessControl;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A running registry: a list of modules, and the storage and the servers that have to be closed. */
public final class Registry implements AutoCloseable {
    private static final int LARGE_BUFFER = 1 << 20;
    private static final int MOST_LARGE_BUFFERS = 96;

    private static final int DOWNLOAD_BUFFER = 256 << 10;
    private static final int MOST_DOWNLOAD_BUFFERS = 64;

    private final StorageDriver storage;
    private final AccessControl access;
    private final Optional<TlsFiles> tls;
    private final Servers servers;
    private final UploadPurging purging;
    private final Optional<SocketFile> socket;

    private Registry(
            StorageDriver storage,
            AccessControl access,
            Optional<TlsFiles> tls,
            Servers servers,
            UploadPurging purging,
            Optional<SocketFile> socket) {
        this.storage = storage;
        this.access = access;
        this.tls = tls;
        this.servers = servers;
        this.purging = purging;
        this.socket = socket;
    }

    /** Checks one part of the configuration. */
    private interface Check {
        void run() throws InvalidConfigurationException;
    }

    /**
     * Checks whether a registry could be started, as far as the storage driver's keys and the configured files show. It
     * opens no storage and does not listen.
     *
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public static void check(Configuration configuration) throws InvalidConfigurationException {
        List<String> errors = new ArrayList<>();
        for (Check check : List.<Check>of(
                () -> StorageDrivers.onClassPath().check(configuration.get(StorageConfig.class)),
                () -> Access.open(configuration.get(AuthConfig.class)).close(),
                () -> TlsFiles.check(configuration.get(TlsConfig.class).tls()))) {
            try {
                check.run();
            } catch (InvalidConfigurationException e) {
                errors.addAll(e.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidConfigurationException(errors);
        }
    }

    /**
     * Opens the storage and listens.
     *
     * @throws InvalidConfigurationException when the storage driver refuses its part of the configuration, or {@code auth}
     *     or {@code http.tls} name files that cannot be used
     * @throws IOException when the storage cannot be opened, or the server cannot listen on its address
     */
    public static Registry start(Configuration configuration) throws InvalidConfigurationException, IOException {
        AccessControl access = Access.open(configuration.get(AuthConfig.class));
        Optional<TlsConfig.Tls> files = configuration.get(TlsConfig.class).tls();
        Optional<TlsFiles> tls = files.isPresent() ? Optional.of(TlsFiles.open(files.get())) : Optional.empty();
        boolean readOnly = configuration.get(WritesConfig.class).readOnly();
        TransferBuffers buffers = new TransferBuffers(LARGE_BUFFER, MOST_LARGE_BUFFERS);
        // Separate buffers: clients that do not read their downloads take none from those that push.
        TransferBuffers downloads = new TransferBuffers(DOWNLOAD_BUFFER, MOST_DOWNLOAD_BUFFERS);
        StorageDriver storage = StorageDrivers.onClassPath()
                .open(
                        configuration.get(StorageConfig.class),
                        readOnly ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING,
                        new DriverContext(InstantSource.system(), buffers));
        try {
            Injector injector = Guice.createInjector(
                    Stage.PRODUCTION,
                    new ConfigurationModule(configuration, storage),
                    new ApplicationModule(),
                    new HttpModule(downloads, tls.map(TlsFiles::settings), access));
            Servers servers = injector.getInstance(Servers.class);
            Optional<ListenConfig.Socket> path =
                    configuration.get(ListenConfig.class).socket();
            Optional<SocketFile> socket =
                    path.isPresent() ? Optional.of(SocketFile.prepare(path.get())) : Optional.empty();
            start(servers, socket);
            PurgeUploads uploads = injector.getInstance(PurgeUploads.class);
            UploadPurging purging = new UploadPurging(
                    configuration.get(PurgingConfig.class), uploads, readOnly);
            return new Registry(storage, access, tls, servers, purging, socket);
        } catch (IOException | RuntimeException e) {
            storage.close();
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

    /** Returns the port that the server listens on. */
    public int port() {
        return servers.registry().port();
    }

    /** Returns the port of the address for operators, or empty where {@code http.debug.addr} is not set. */
    OptionalInt debugPort() {
        return servers.debug().stream().mapToInt(JettyServer::port).findFirst();
    }

    @Override
    public void close() throws IOException {
        try (storage;
                access;
                purging) {
            tls.ifPresent(TlsFiles::close);
            servers.close();
            if (socket.isPresent()) {
                socket.get().close();
            }
        }
    }
}
