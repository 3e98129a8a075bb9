package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {
    /** {@code openssl ecparam -name prime256v1 -genkey}: of SEC 1, with its curve and its public key. */
    private static final String OPENSSL_P256 = """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIGdckdQ4u33ImgCdWA8pinayAj6qFKlflOkUDmZxiYWOoAoGCCqGSM49
            AwEHoUQDQgAEbnuqgBBxsMY7GTJV4ejOud+hkpFAZDU5oTP87vRAm6rdYhrzdPiF
            0HHVn3Y4Fv96H1bAU1+iJXUnlyrD4j/ShA==
            -----END EC PRIVATE KEY-----
            """;

    /** {@code openssl ecparam -name secp521r1 -genkey -noout}: with lengths of two bytes. */
    private static final String OPENSSL_P521 = """
            -----BEGIN EC PRIVATE KEY-----
            MIHcAgEBBEIAW71D4PHccZ/vqlml8nBNTwd5HDoOtT/93g+wVsGIVmruFH/F/vsr
            Lp0XU9fCIWNcuhwiTo/v4zPwMe3s6iktGiGgBwYFK4EEACOhgYkDgYYABACesbDG
            1isZhUTUQEF8bM85oEb7dwHWw33uRffivftqCH9R/PfMfGBP5W8xCuxEfJnzidX5
            0XfViSxz/U4cYlmcxAD53VOms0YsuGRY21E1gluHPovfRX6UvclkbyHbZqAzdCaa
            7m3CzTFi88uXmf2aJFcogxHC2R5yPjjt8GKn8ipELQ==
            -----END EC PRIVATE KEY-----
            """;

    @TempDir
    private Path folder;

    private PemFile file(String content) throws IOException {
        return new PemFile("http.tls.key", Files.writeString(folder.resolve("file.pem"), content));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static void assertPair(PublicKey publicKey, PrivateKey privateKey, String signature)
            throws GeneralSecurityException {
        Signature signing = Signature.getInstance(signature);
        signing.initSign(privateKey);
        signing.update((byte) 42);
        byte[] signed = signing.sign();
        signing.initVerify(publicKey);
        signing.update((byte) 42);
        assertThat(signing.verify(signed)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, SHA256withRSA",
        "EC, SHA256withECDSA",
        "Ed25519, Ed25519",
        "Ed448, Ed448",
        "RSASSA-PSS, SHA256withRSA"
    })
    void aKeyOfPkcs8IsReadWhateverItsAlgorithm(String algorithm, String signature) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        PrivateKey read =
                file(pem("PRIVATE KEY", pair.getPrivate().getEncoded())).privateKey();
        assertThat(read).isEqualTo(pair.getPrivate());
        if (!algorithm.equals("RSASSA-PSS")) {
            assertPair(pair.getPublic(), read, signature);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void aKeyOfPkcs1IsRead(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        List<DerElement> pkcs8 = DerElement.elements(
                DerElement.elements(pair.getPrivate().getEncoded()).getFirst().content());
        PrivateKey read = file(pem("RSA PRIVATE KEY", pkcs8.get(2).content())).privateKey();
        assertThat(read).isEqualTo(pair.getPrivate());
        assertPair(pair.getPublic(), read, "SHA256withRSA");
    }

    @Test
    void keysOfSec1AreReadAsOpenSslWritesThem() throws Exception {
        assertThat(file(OPENSSL_P256).privateKey().getAlgorithm()).isEqualTo("EC");
        assertThat(file(OPENSSL_P521).privateKey().getAlgorithm()).isEqualTo("EC");
        assertThat(file(OPENSSL_P256.replace("\n", "\r\n")).privateKey().getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void theFirstKeyCountsAndCertificatesAreReadInTheirOrder() throws Exception {
        SelfSigned first = SelfSigned.in(folder, "first");
        SelfSigned second = SelfSigned.in(folder, "second");
        PemFile all = file("Bag Attributes\n" + Files.readString(second.certificate())
                + Files.readString(first.key())
                + OPENSSL_P256
                + Files.readString(first.certificate()));
        assertThat(all.privateKey()).isEqualTo(first.parsedKey());
        assertThat(all.certificates()).isEqualTo(List.of(second.parsed(), first.parsed()));
    }

    private void assertRefused(String content, String reason) throws IOException {
        PemFile file = file(content);
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(file::privateKey)
                .satisfies(e -> assertThat(e.errors())
                        .singleElement()
                        .asString()
                        .startsWith("http.tls.key: " + file.path() + " ")
                        .contains(reason));
    }

    @Test
    void aKeyThatCannotBeUsedIsRefusedWithTheReason() throws IOException {
        assertRefused(pem("ENCRYPTED PRIVATE KEY", new byte[100]), "it is encrypted");
        assertRefused(
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----\n",
                "it is encrypted");
        assertRefused(pem("OPENSSH PRIVATE KEY", new byte[100]), "none of PKCS #8, PKCS #1, SEC 1");
        assertRefused(pem("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}), "it does not name its curve");
        // An ECPrivateKey of secp256k1, which Java has no more.
        assertRefused(
                pem("EC PRIVATE KEY", new byte[] {0x30, 10, 2, 1, 1, (byte) 0xA0, 5, 6, 3, 0x2B, (byte) 0x81, 4}),
                "none of RSA, EC");
        assertRefused(pem("EC PRIVATE KEY", new byte[] {0x30, 7, 2, 1, 1, (byte) 0xA0, 2, 0x30, 0}), "not named, but");
    }

    @Test
    void aKeyThatIsBrokenAnywhereIsRefusedInWords() throws Exception {
        byte[] whole = Base64.getMimeDecoder()
                .decode(OPENSSL_P521.lines().skip(1).limit(5).reduce("", String::concat));
        for (int length = 0; length < whole.length; length++) {
            PemFile file = file(pem("EC PRIVATE KEY", Arrays.copyOf(whole, length)));
            assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(file::privateKey);
        }
        assertRefused("-----BEGIN PRIVATE KEY-----\nAA:A\n-----END PRIVATE KEY-----\n", "cannot be read: ");
    }
}
