package dev.moorage.identity.jwt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the certificates of a PEM file. Blocks of other kinds are skipped, as in Distribution. */
public final class PemCertificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemCertificates() {}

    /**
     * Reads all certificates.
     *
     * @throws IOException a block is not a certificate
     */
    public static List<X509Certificate> parse(byte[] pem) throws IOException {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        List<X509Certificate> certificates = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new IOException("certificate " + (certificates.size() + 1) + " has no end");
            }
            certificates.add(certificate(text.substring(begin + BEGIN.length(), end), certificates.size() + 1));
            begin = text.indexOf(BEGIN, end);
        }
        return certificates;
    }

    private static X509Certificate certificate(String base64, int number) throws IOException {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException("certificate " + number + " cannot be read", e);
        }
    }
}
