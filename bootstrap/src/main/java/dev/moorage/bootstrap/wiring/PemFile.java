package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A file of blocks of RFC 7468. Blocks of other kinds than the requested one are skipped, as in Go: for example the
 * parameters of a curve before its key, as {@code openssl ecparam -genkey} writes them, or a key in the file of its
 * certificate.
 *
 * @param configured the configuration key that names the file
 */
record PemFile(String configured, Path path) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    private record Block(String label, String content) {
        byte[] decoded() {
            return Base64.getDecoder()
                    .decode(WHITE_SPACE.matcher(content).replaceAll("").getBytes(StandardCharsets.ISO_8859_1));
        }

        /**
         * Returns whether the block is an encrypted key of a form before PKCS #8, which a header of the block states (RFC
         * 1421, section 4.6).
         */
        boolean isEncrypted() {
            return content.contains("Proc-Type:");
        }
    }

    /**
     * Returns all certificates in the file, at least one.
     *
     * @throws InvalidConfigurationException when there is none that can be read
     */
    List<X509Certificate> certificates() throws InvalidConfigurationException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks("CERTIFICATE")) {
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.decoded())));
            } catch (CertificateException | IllegalArgumentException e) {
                throw unusable("holds a certificate that cannot be read: " + e.getMessage());
            }
        }
        return certificates;
    }

    /**
     * Returns the first private key in the file.
     *
     * @throws InvalidConfigurationException when there is none that can be read
     */
    PrivateKey privateKey() throws InvalidConfigurationException {
        Block key = blocks("PRIVATE KEY").getFirst();
        try {
            return PrivateKeyDecoder.decode(
                    key.isEncrypted() ? "ENCRYPTED PRIVATE KEY" : key.label(),
                    key.isEncrypted() ? new byte[0] : key.decoded());
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw unusable("holds a private key that cannot be read: " + e.getMessage());
        }
    }

    private List<Block> blocks(String kind) throws InvalidConfigurationException {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InvalidConfigurationException(List.of(configured + ": " + Unreadable.inWords(path, e)));
        }
        List<Block> blocks = BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).endsWith(kind))
                .map(PemFile::block)
                .toList();
        if (blocks.isEmpty()) {
            throw unusable("holds no block of PEM with a " + kind);
        }
        return blocks;
    }

    private static Block block(MatchResult match) {
        return new Block(match.group(1), match.group(2));
    }

    private InvalidConfigurationException unusable(String why) {
        return new InvalidConfigurationException(List.of(configured + ": " + path + " " + why));
    }
}
