package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.http.jetty.ClientCertificates;
import dev.moorage.http.jetty.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
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
 * The certificate and the key of {@code http.tls}. They are read again when their files change, so that renewing them needs
 * no restart. Open connections keep the certificate that they began with.
 */
final class TlsFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long INTERVAL_SECONDS = 10;

    private final TlsConfig.Tls configuration;
    private final SSLFactory factory;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-files").factory());
    private List<String> stamps;
    private List<String> refused = List.of();

    private TlsFiles(TlsConfig.Tls configuration, SSLFactory factory, List<String> stamps) {
        this.configuration = configuration;
        this.factory = factory;
        this.stamps = stamps;
    }

    /**
     * Reads the files, and keeps watching them for changes.
     *
     * @throws InvalidConfigurationException when they are no certificates and key, or cannot be read
     */
    static TlsFiles open(TlsConfig.Tls configuration) throws InvalidConfigurationException {
        TlsFiles files = opened(configuration);
        ScheduledFuture<?> _ =
                files.timer.scheduleWithFixedDelay(files::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return files;
    }

    /**
     * Reads the files where TLS is configured, and discards the result.
     *
     * @throws InvalidConfigurationException when they are no certificates and key, or cannot be read
     */
    static void check(Optional<TlsConfig.Tls> configuration) throws InvalidConfigurationException {
        if (configuration.isPresent()) {
            opened(configuration.get()).close();
        }
    }

    private static TlsFiles opened(TlsConfig.Tls configuration) throws InvalidConfigurationException {
        List<String> stamps = stamps(configuration);
        try {
            return new TlsFiles(configuration, swappable(configuration), stamps);
        } catch (RuntimeException e) {
            throw new InvalidConfigurationException(
                    List.of("http.tls: the files hold nothing to speak TLS with: " + e.getMessage()));
        }
    }

    private static SSLFactory.Builder read(TlsConfig.Tls configuration) throws InvalidConfigurationException {
        KeyPair pair = new KeyPair(
                new PemFile("http.tls.key", configuration.key()).privateKey(),
                new PemFile("http.tls.certificate", configuration.certificate()).certificates());
        if (!pair.fits()) {
            throw new InvalidConfigurationException(List.of("http.tls.key: " + configuration.key()
                    + " does not fit the first certificate in " + configuration.certificate() + ", of "
                    + pair.chain().getFirst().getSubjectX500Principal().getName()
                    + "; the server's certificate comes first, and its authorities behind it"));
        }
        pair.outOfTime(InstantSource.system().instant())
                .forEach(problem -> LOG.warn("http.tls.certificate: {}: {}", configuration.certificate(), problem));
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : configuration.clientCas()) {
            authorities.addAll(new PemFile("http.tls.clientcas", file).certificates());
        }
        SSLFactory.Builder builder = SSLFactory.builder().withIdentityMaterial(pair.key(), null, pair.chain());
        return switch (configuration.clientCertificates()) {
            case NONE -> builder;
            case REQUESTED, REQUIRED -> builder.withTrustingAllCertificatesWithoutValidation();
            case VERIFIED_IF_GIVEN, REQUIRED_AND_VERIFIED -> builder.withTrustMaterial(authorities);
        };
    }

    private static SSLFactory swappable(TlsConfig.Tls configuration) throws InvalidConfigurationException {
        SSLFactory.Builder builder = read(configuration).withSwappableIdentityMaterial();
        return configuration.clientCertificates() == ClientCertificates.NONE
                ? builder.build()
                : builder.withSwappableTrustMaterial().build();
    }

    private static List<String> stamps(TlsConfig.Tls configuration) {
        return Stream.concat(
                        Stream.of(configuration.certificate(), configuration.key()), configuration.clientCas().stream())
                .map(TlsFiles::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.size(file) + "-" + Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return "unreadable"; // The reason is reported where the file is read.
        }
    }

    /** Returns the settings that the server listens with. */
    TlsSettings settings() {
        return new TlsSettings(
                factory.getSslContext(),
                configuration.protocols(),
                configuration.cipherSuites(),
                configuration.clientCertificates(),
                configuration.strictSni());
    }

    /**
     * Reads the files again if they have changed. If they cannot be used, the server keeps its current certificate and key,
     * logs one error for each change, and tries again at each call.
     */
    void look() {
        List<String> now = stamps(configuration);
        if (now.equals(stamps)) {
            return;
        }
        try {
            SSLFactoryUtils.reload(factory, read(configuration).build());
            stamps = now;
            LOG.info("The certificate of http.tls was reloaded");
        } catch (InvalidConfigurationException | RuntimeException e) {
            if (!now.equals(refused)) {
                LOG.error(
                        "The changed certificate of http.tls cannot be used; the old one is served: {}",
                        e.getMessage());
            }
            refused = now;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
