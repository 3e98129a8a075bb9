package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.http.jetty.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.SSLFactoryUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and the key of {@code http.tls}, read again when their files change: whoever renews them need not restart
 * the server. Connections that are there go on with what they began with.
 */
final class TlsFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long INTERVAL_SECONDS = 10;

    private final Configuration.Tls configuration;
    private final SSLFactory factory;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-files").factory());
    private List<String> stamps;

    private TlsFiles(Configuration.Tls configuration, SSLFactory factory, List<String> stamps) {
        this.configuration = configuration;
        this.factory = factory;
        this.stamps = stamps;
    }

    /**
     * Reads the files, and goes on looking at them.
     *
     * @throws InvalidConfigurationException they cannot be read as what they are to be
     */
    static TlsFiles open(Configuration.Tls configuration) throws InvalidConfigurationException {
        TlsFiles files = opened(configuration);
        ScheduledFuture<?> _ =
                files.timer.scheduleWithFixedDelay(files::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return files;
    }

    /**
     * Reads the files, where there are to be any, and forgets them.
     *
     * @throws InvalidConfigurationException they cannot be read as what they are to be
     */
    static void check(Optional<Configuration.Tls> configuration) throws InvalidConfigurationException {
        if (configuration.isPresent()) {
            opened(configuration.get()).close();
        }
    }

    private static TlsFiles opened(Configuration.Tls configuration) throws InvalidConfigurationException {
        List<String> stamps = stamps(configuration);
        try {
            return new TlsFiles(configuration, swappable(configuration), stamps);
        } catch (RuntimeException e) {
            throw new InvalidConfigurationException(
                    List.of("http.tls: the files hold nothing to speak TLS with: " + e.getMessage()));
        }
    }

    private static SSLFactory.Builder read(Configuration.Tls configuration) throws InvalidConfigurationException {
        PrivateKey key = new PemFile("http.tls.key", configuration.key()).privateKey();
        List<X509Certificate> chain = new PemFile("http.tls.certificate", configuration.certificate()).certificates();
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : configuration.clientCas()) {
            authorities.addAll(new PemFile("http.tls.clientcas", file).certificates());
        }
        SSLFactory.Builder builder = SSLFactory.builder().withIdentityMaterial(key, null, chain);
        return authorities.isEmpty() ? builder : builder.withTrustMaterial(authorities);
    }

    private static SSLFactory swappable(Configuration.Tls configuration) throws InvalidConfigurationException {
        SSLFactory.Builder builder = read(configuration).withSwappableIdentityMaterial();
        return configuration.clientCas().isEmpty()
                ? builder.build()
                : builder.withSwappableTrustMaterial().build();
    }

    private static List<String> stamps(Configuration.Tls configuration) {
        return Stream.concat(
                        Stream.of(configuration.certificate(), configuration.key()), configuration.clientCas().stream())
                .map(TlsFiles::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.size(file) + "-" + Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return "unreadable"; // Why it is, is told where it is read.
        }
    }

    /** What the server listens with. */
    TlsSettings settings() {
        return new TlsSettings(
                factory.getSslContext(),
                configuration.protocols(),
                configuration.cipherSuites(),
                !configuration.clientCas().isEmpty());
    }

    /** Takes up what has changed; what cannot be read leaves the server with what it has. */
    private void look() {
        try {
            List<String> now = stamps(configuration);
            if (!now.equals(stamps)) {
                SSLFactoryUtils.reload(factory, read(configuration).build());
                stamps = now;
                LOG.info("The certificate of http.tls was read again");
            }
        } catch (InvalidConfigurationException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The changed certificate of http.tls cannot be read; the old one is served");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
