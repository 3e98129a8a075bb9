package dev.moorage.storage.spi.net;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Certificates of authorities that are trusted in addition to those of Java. They are read from a file that the
 * configuration names, from {@code SSL_CERT_FILE}, and from all files of the folders of {@code SSL_CERT_DIR}.
 */
public final class TrustedAuthorities {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final int MAX_BYTES = 16 << 20;

    private TrustedAuthorities() {}

    /**
     * Reads the certificates.
     *
     * @param key the configuration key, as a message is to name it
     * @param caFile the value of the key, empty where it is not set
     * @return the certificates without duplicates. Empty when no file or folder is named
     * @throws IOException when a named file cannot be read or holds no certificate. The message has the key and the file
     */
    public static List<X509Certificate> read(String key, String caFile, Map<String, String> environment)
            throws IOException {
        Set<X509Certificate> found = new LinkedHashSet<>();
        if (!caFile.isBlank()) {
            found.addAll(required(key, new File(caFile)));
        }
        String file = environment.getOrDefault("SSL_CERT_FILE", "");
        if (!file.isBlank()) {
            found.addAll(required("SSL_CERT_FILE", new File(file)));
        }
        for (String folder : environment.getOrDefault("SSL_CERT_DIR", "").split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                found.addAll(ofFolder(new File(folder)));
            }
        }
        return List.copyOf(found);
    }

    private static List<X509Certificate> required(String key, File file) throws IOException {
        List<X509Certificate> certificates;
        try {
            certificates = ofFile(file);
        } catch (IOException e) {
            throw new IOException(key + ": the file " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(key + ": the file " + file + " holds no certificate in PEM");
        }
        return certificates;
    }

    /**
     * Trust managers that trust these authorities and those of Java.
     *
     * @param authorities one or more
     */
    public static TrustManager[] withThoseOfJava(List<X509Certificate> authorities) throws IOException {
        try {
            TrustManagerFactory ofJava = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            ofJava.init((KeyStore) null);
            List<X509Certificate> all = new ArrayList<>(authorities);
            for (TrustManager manager : ofJava.getTrustManagers()) {
                if (manager instanceof X509TrustManager known) {
                    all.addAll(List.of(known.getAcceptedIssuers()));
                }
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : all) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            TrustManagerFactory ofAll = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            ofAll.init(store);
            return ofAll.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorities cannot be trusted: " + e.getMessage(), e);
        }
    }

    /** Skips everything else that is in the folder, as OpenSSL does. */
    private static List<X509Certificate> ofFolder(File folder) {
        File[] files = folder.listFiles(File::isFile);
        List<X509Certificate> found = new ArrayList<>();
        if (files != null) {
            Arrays.sort(files);
            for (File file : files) {
                try {
                    found.addAll(ofFile(file));
                } catch (IOException _) {
                    // The file holds no certificate.
                }
            }
        }
        return found;
    }

    private static List<X509Certificate> ofFile(File file) throws IOException {
        byte[] content;
        try (InputStream stream = new FileInputStream(file)) {
            content = stream.readNBytes(MAX_BYTES);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<X509Certificate> found = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new IOException("a certificate is not complete");
            }
            found.add(certificate(text.substring(begin, end + END.length())));
            begin = text.indexOf(BEGIN, end);
        }
        return found;
    }

    private static X509Certificate certificate(String pem) throws IOException {
        try {
            Certificate parsed = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
            return (X509Certificate) parsed;
        } catch (CertificateException e) {
            throw new IOException("a certificate is damaged", e);
        }
    }
}
