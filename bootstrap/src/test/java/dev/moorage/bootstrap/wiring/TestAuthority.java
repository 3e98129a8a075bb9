package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that {@code keytool} makes, and the certificates of clients that it signs. */
record TestAuthority(Path store, Path certificate) {
    private static final String AUTHORITY = "authority";
    private static final String PASSWORD = "changeit";

    static TestAuthority in(Path folder, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        TestAuthority made = new TestAuthority(folder.resolve(name + ".p12"), folder.resolve(name + ".pem"));
        made.generate(AUTHORITY, "CN=" + name, "-ext", "bc:c");
        Certificate own = made.load().getCertificate(AUTHORITY);
        Files.writeString(
                made.certificate(),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(own.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return made;
    }

    /** Signs a certificate, with more arguments for {@code keytool}. */
    void issue(String alias, String subject, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-signer", AUTHORITY));
        all.addAll(List.of(more));
        generate(alias, subject, all.toArray(String[]::new));
    }

    private void generate(String alias, String subject, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Path log = Path.of(store + ".log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(log));
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** What trusts a server's certificate, and shows one of this authority. */
    SSLContext showing(String alias, SelfSigned server) throws IOException, GeneralSecurityException {
        KeyStore keys = load();
        OneCertificate shown = new OneCertificate(
                (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray()),
                Arrays.copyOf(
                        keys.getCertificateChain(alias),
                        keys.getCertificateChain(alias).length,
                        X509Certificate[].class));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", server.parsed());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {shown}, trust.getTrustManagers(), null);
        return context;
    }
}
