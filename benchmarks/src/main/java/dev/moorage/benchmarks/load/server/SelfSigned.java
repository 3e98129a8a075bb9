package dev.moorage.benchmarks.load.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1, made with the JDK's {@code keytool}.
 *
 * @param certificate the PEM file of the certificate
 * @param key the PEM file of the key
 * @param trusting a context for clients, which trusts only this certificate
 */
public record SelfSigned(Path certificate, Path key, SSLContext trusting) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Makes a certificate in a folder. */
    public static SelfSigned in(Path folder) throws IOException {
        Path store = folder.resolve("tls.p12");
        Command.output(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            Certificate certificate = keys.getCertificate("server");
            return new SelfSigned(
                    Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", certificate.getEncoded())),
                    Files.writeString(
                            folder.resolve("tls.key"),
                            pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded())),
                    trusting(certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate that keytool has made cannot be used", e);
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }

    private static SSLContext trusting(Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
