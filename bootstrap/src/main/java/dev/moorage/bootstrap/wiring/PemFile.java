package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import nl.altindag.ssl.pem.util.PemUtils;

/**
 * A file of blocks of RFC 7468. Those that are not asked for are passed over, as Go passes over them: the parameters of a
 * curve before its key, as {@code openssl ecparam -genkey} writes them, or a key beside its certificate.
 *
 * @param configured the key of the configuration that names the file
 */
record PemFile(String configured, Path path) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----.*?-----END \\1-----", Pattern.DOTALL);

    /**
     * All certificates in the file, at least one.
     *
     * @throws InvalidConfigurationException there is none that can be read
     */
    List<X509Certificate> certificates() throws InvalidConfigurationException {
        String certificates = String.join("\n", blocks("CERTIFICATE"));
        try {
            return PemUtils.parseCertificate(certificates);
        } catch (RuntimeException e) {
            throw unusable("holds a certificate that cannot be read: " + e.getMessage());
        }
    }

    /**
     * The first private key in the file.
     *
     * @throws InvalidConfigurationException there is none that can be read
     */
    PrivateKey privateKey() throws InvalidConfigurationException {
        String key = blocks("PRIVATE KEY").getFirst();
        try {
            return PemUtils.parsePrivateKey(key);
        } catch (RuntimeException e) {
            throw unusable("holds a private key that cannot be read: " + e.getMessage());
        }
    }

    private List<String> blocks(String kind) throws InvalidConfigurationException {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InvalidConfigurationException(List.of(configured + ": " + Unreadable.inWords(path, e)));
        }
        List<String> blocks = BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).endsWith(kind))
                .map(MatchResult::group)
                .toList();
        if (blocks.isEmpty()) {
            throw unusable("holds no block of PEM with a " + kind);
        }
        return blocks;
    }

    private InvalidConfigurationException unusable(String why) {
        return new InvalidConfigurationException(List.of(configured + ": " + path + " " + why));
    }
}
