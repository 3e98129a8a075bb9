package dev.moorage.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the protocol that a client and the server negotiate over TLS: RFC 7301, with the identifiers that IANA has
 * registered.
 */
class AlpnTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static SSLContext tls;
    private static JettyServer server;

    /** Answers 200 to everything. */
    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setContentLength(0);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        tls = selfSigned();
        ListenSettings listen = ListenSettings.on(Optional.of("127.0.0.1"), 0);
        TlsSettings settings =
                new TlsSettings(tls, List.of("TLSv1.2", "TLSv1.3"), List.of(), ClientCertificates.NONE, false);
        server = new JettyServer(listen, Optional.of(settings), new Hello());
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** A TLS context for the server, and for clients that trust it. */
    private static SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static SSLSocket connect(String... offered) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(offered);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** The negotiated protocol, or an empty text when none was negotiated. */
    private static String agreed(String... offered) throws IOException {
        try (SSLSocket socket = connect(offered)) {
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    private static String statusLine(String... offered) throws IOException {
        try (SSLSocket socket = connect(offered)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void aClientThatOffersOnlyHttp1IsServed() throws IOException {
        assertThat(agreed("http/1.1")).isEqualTo("http/1.1");
        assertThat(statusLine("http/1.1")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aClientThatOffersOnlyHttp2GetsIt() throws IOException {
        assertThat(agreed("h2")).isEqualTo("h2");
    }

    @Test
    void aClientThatOffersBothGetsHttp2WhateverItPrefers() throws IOException {
        assertThat(agreed("h2", "http/1.1")).isEqualTo("h2");
        assertThat(agreed("http/1.1", "h2")).isEqualTo("h2");
    }

    @Test
    void aClientThatOffersNothingSpeaksHttp1() throws IOException {
        assertThat(agreed()).isEmpty();
        assertThat(statusLine()).startsWith("HTTP/1.1 200");
    }

    @Test
    void aClientThatOffersOnlyWhatIsNotSpokenIsRefused() {
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> agreed("http/0.9"));
    }
}
