package dev.moorage.storage.tck.network;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for given host names that no authority of Java has signed. */
public final class PrivateAuthority {
    private static final String PASSWORD = "changeit";
    private static final int SECONDS = 60;

    private final KeyStore keys;

    private PrivateAuthority(KeyStore keys) {
        this.keys = keys;
    }

    /**
     * Creates a certificate and its key.
     *
     * @param folder for its files
     * @param names the host names for which it is valid
     */
    public static PrivateAuthority of(File folder, String... names) throws IOException {
        File file = new File(folder, "authority.p12");
        Process keytool = new ProcessBuilder(List.of(
                        new File(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=private",
                        "-validity",
                        "30",
                        "-ext",
                        "san=dns:" + String.join(",dns:", names),
                        "-alias",
                        "server",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!keytool.waitFor(SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool has made no key");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try (InputStream stream = new FileInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(stream.readAllBytes()), PASSWORD.toCharArray());
            return new PrivateAuthority(keys);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The TLS context of a server with this certificate. */
    public SSLContext server() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Writes the certificate in PEM. */
    public File certificate(File file) throws IOException, GeneralSecurityException {
        String pem = "# A private authority.\n-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        try (OutputStream stream = new FileOutputStream(file)) {
            stream.write(pem.getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }
}
