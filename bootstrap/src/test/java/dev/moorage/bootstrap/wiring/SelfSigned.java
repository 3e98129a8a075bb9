package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that {@code keytool} makes, as PEM files, and clients that trust it. */
public record SelfSigned(Path certificate, Path key, Certificate parsed, ECPrivateKey parsedKey) {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String CURVE = "secp384r1";
    /** The curve's object identifier, in DER. */
    private static final String CURVE_IN_HEX = "06052b81040022";

    /** For {@code localhost} and 127.0.0.1, in a folder of its own. */
    public static SelfSigned in(Path folder, String commonName)
            throws IOException, GeneralSecurityException, InterruptedException {
        return in(folder, commonName, "-validity", "90");
    }

    /** With more arguments for {@code keytool}. */
    static SelfSigned in(Path folder, String commonName, String... more)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(commonName + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                CURVE,
                "-dname",
                "CN=" + commonName,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Certificate certificate = keys.getCertificate("server");
        Path certificateFile = folder.resolve(commonName + ".crt");
        Path keyFile = folder.resolve(commonName + ".key");
        Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
        ECPrivateKey key = (ECPrivateKey) keys.getKey("server", PASSWORD);
        Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        return new SelfSigned(certificateFile, keyFile, certificate, key);
    }

    /** The key as {@code openssl ecparam -genkey} writes it: behind the parameters of its curve, in the form of RFC 5915. */
    String keyBehindParameters() {
        HexFormat hex = HexFormat.of();
        String secret = String.format("%096x", parsedKey.getS());
        return pem("EC PARAMETERS", hex.parseHex(CURVE_IN_HEX))
                + pem("EC PRIVATE KEY", hex.parseHex("303e0201010430" + secret + "a007" + CURVE_IN_HEX));
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }

    /** What a server has that shows this certificate. */
    SSLContext serving() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new OneCertificate(parsedKey, (X509Certificate) parsed)}, new TrustManager[0], null);
        return context;
    }

    /** What trusts this certificate and no other. */
    SSLContext trusting() throws GeneralSecurityException, IOException {
        return trusting(new KeyManager[0]);
    }

    /** What trusts this certificate and no other, and shows another of its own. */
    SSLContext trustingAndShowing(SelfSigned shown) throws GeneralSecurityException, IOException {
        return trusting(new KeyManager[] {new OneCertificate(shown.parsedKey(), (X509Certificate) shown.parsed())});
    }

    private SSLContext trusting(KeyManager[] keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", parsed);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }
}
