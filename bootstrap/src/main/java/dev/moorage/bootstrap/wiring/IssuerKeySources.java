package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.access.KeyFilePath;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.KeySource;
import dev.moorage.bootstrap.section.OidcConfig;
import dev.moorage.bootstrap.section.TokenServerConfig;
import dev.moorage.identity.distribution.DistributionKeys;
import dev.moorage.identity.jwt.PemCertificates;
import dev.moorage.identity.jwt.TrustedKeys;
import dev.moorage.identity.keys.Fetch;
import dev.moorage.identity.keys.FetchedValue;
import dev.moorage.identity.keys.HttpFetcher;
import dev.moorage.identity.keys.JwksFormat;
import dev.moorage.identity.keys.KeyFormat;
import dev.moorage.identity.keys.Refreshing;
import dev.moorage.identity.keys.WatchedFile;
import dev.moorage.identity.oidc.IssuerKeysFetch;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.altindag.ssl.SSLFactory;

/**
 * Opens the keys with which tokens are verified. Files are read at the start, and a file that cannot be used prevents it. Nothing is
 * fetched before a token comes: an issuer that is down does not prevent a start.
 */
final class IssuerKeySources {
    private static final JwksFormat JWKS = new JwksFormat();

    private final InstantSource clock;

    IssuerKeySources(InstantSource clock) {
        this.clock = clock;
    }

    /** Opens the keys of {@code auth.token}. */
    Refreshing<TrustedKeys> open(TokenServerConfig server) throws InvalidConfigurationException {
        Optional<Refreshing<List<X509Certificate>>> certificates = Optional.empty();
        if (server.rootCertBundle().isPresent()) {
            certificates = Optional.of(
                    file("auth.token.rootcertbundle", server.rootCertBundle().get(), IssuerKeySources::certificates));
        }
        if (server.jwks().isEmpty()) {
            return new DistributionKeys(certificates, Optional.empty());
        }
        return new DistributionKeys(
                certificates,
                Optional.of(
                        switch (server.jwks().get()) {
                            case KeySource.File(Path path) -> file("auth.token.jwks", path, JWKS);
                            case KeySource.Url(URI address) ->
                                fetched(
                                        "auth.token.jwks",
                                        JWKS.at(
                                                address,
                                                new HttpFetcher(
                                                        trust("auth.token.cafile", server.caFile()),
                                                        false,
                                                        Optional::empty)));
                        }));
    }

    /** Opens the keys of an element of {@code auth.oidc}. */
    Refreshing<TrustedKeys> open(OidcConfig oidc) throws InvalidConfigurationException {
        String key = "auth.oidc " + oidc.issuer().name();
        Optional<KeySource> source = oidc.jwks();
        if (source.isPresent() && source.get() instanceof KeySource.File(Path path)) {
            return file(key + ": jwks", path, bytes -> TrustedKeys.ofIssuer(JWKS.parse(bytes)));
        }
        Optional<SSLContext> trust = trust(key + ": cafile", oidc.caFile());
        if (oidc.bearerTokenFile().isPresent()
                && !Files.isReadable(oidc.bearerTokenFile().get())) {
            throw new InvalidConfigurationException(
                    List.of(key + ": bearertokenfile: " + oidc.bearerTokenFile().get() + " cannot be read"));
        }
        HttpFetcher http = new HttpFetcher(
                trust, oidc.insecure(), () -> oidc.bearerTokenFile().flatMap(IssuerKeySources::token));
        Optional<URI> address = source.isPresent() && source.get() instanceof KeySource.Url(URI url)
                ? Optional.of(url)
                : Optional.empty();
        return fetched(key, new IssuerKeysFetch(http, oidc.issuer().issuer(), address));
    }

    private <T> Refreshing<T> fetched(String name, Fetch<T> fetch) {
        return new FetchedValue<>(name, fetch, clock, task -> {
            Thread _ = Thread.startVirtualThread(task);
        });
    }

    private static <T> Refreshing<T> file(String key, Path file, KeyFormat<T> format)
            throws InvalidConfigurationException {
        try {
            return new WatchedFile<>(new KeyFilePath(file), format);
        } catch (IOException e) {
            throw unusable(key, file, e);
        }
    }

    private static InvalidConfigurationException unusable(String key, Path file, IOException e) {
        return new InvalidConfigurationException(List.of(key + ": "
                + (e instanceof FileSystemException ? Unreadable.inWords(file, e) : file + " " + e.getMessage())));
    }

    private static List<X509Certificate> certificates(byte[] pem) throws IOException {
        List<X509Certificate> certificates = PemCertificates.parse(pem);
        if (certificates.isEmpty()) {
            throw new IOException("has no block BEGIN CERTIFICATE");
        }
        return certificates;
    }

    private static Optional<SSLContext> trust(String key, Optional<Path> file) throws InvalidConfigurationException {
        return file.isPresent() ? Optional.of(trusting(key, file.get())) : Optional.empty();
    }

    static SSLContext trusting(String key, Path file) throws InvalidConfigurationException {
        try {
            return trusting(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unusable(key, file, e);
        }
    }

    /**
     * Returns a context that trusts some authorities alone.
     *
     * @param pem their certificates
     * @throws IOException there is none
     */
    static SSLContext trusting(byte[] pem) throws IOException {
        return SSLFactory.builder().withTrustMaterial(certificates(pem)).build().getSslContext();
    }

    /** Reads the token for the issuer. Without it the issuer refuses, and the log says so. */
    private static Optional<String> token(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
