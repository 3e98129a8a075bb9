package dev.moorage.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.identity.Fixed;
import dev.moorage.identity.TestKeys;
import dev.moorage.identity.distribution.DistributionTokenSettings;
import dev.moorage.identity.distribution.DistributionTokenVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens whose headers and claims have values of each type in each place: they are not valid, and no more than that. */
class HostileTokensTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final List<String> ALGORITHMS =
            List.of("\"RS256\"", "\"ES256\"", "\"EdDSA\"", "\"HS256\"", "\"none\"", "\"\"", "\"A128KW\"", "null", "[]");
    private static final List<String> VALUES = List.of(
            "null",
            "1",
            "1e9",
            "true",
            "\"\"",
            "\"x\"",
            "\"http://[\"",
            "[]",
            "[null]",
            "[1]",
            "[\"x\"]",
            "{}",
            "{\"kty\":\"RSA\"}",
            "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
            "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
            "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[\"x\"]}",
            "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"use\":\"\",\"key_ops\":[\"x\"]}",
            "{\"kty\":\"EC\",\"crv\":\"\",\"x\":\"\",\"y\":\"\"}",
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\"}",
            "{\"kty\":\"oct\",\"k\":\"\"}",
            "{\"kty\":1}");

    private final DistributionTokenVerifier verifier = new DistributionTokenVerifier(
            new DistributionTokenSettings("issuer", "service", SignatureAlgorithms.OF_DISTRIBUTION),
            new Fixed<>(TrustedKeys.ofDistribution(List.of(TestKeys.certificate("root")), new JWKSet())),
            () -> NOW);

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(String header, String claims, String signature) {
        TokenVerification verification = verifier.verify(base64(header) + "." + base64(claims) + "." + signature);
        assertThat(verification)
                .as(header + claims)
                .isInstanceOfAny(TokenVerification.Invalid.class, TokenVerification.Foreign.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typ",
                "cty",
                "kid",
                "jku",
                "jwk",
                "x5u",
                "x5t",
                "x5t#S256",
                "x5c",
                "b64",
                "crit",
                "enc",
                "zip",
                "iat",
                "epk"
            })
    void headerWithAnyValueIsRefused(String name) {
        for (String algorithm : ALGORITHMS) {
            for (String value : VALUES) {
                assertRefused(
                        "{\"alg\":" + algorithm + ",\"" + name + "\":" + value + "}", "{\"iss\":\"issuer\"}", "AA");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "exp", "nbf", "iat", "sub", "jti", "access"})
    void claimWithAnyValueIsRefusedWithoutASignature(String name) {
        for (String value : VALUES) {
            for (String signature : List.of("", "AA", "AAAA".repeat(86), "!", "A".repeat(10_000))) {
                assertRefused("{\"alg\":\"RS256\",\"kid\":\"x\"}", "{\"" + name + "\":" + value + "}", signature);
            }
        }
    }

    @Test
    void deepAndLongJsonIsRefused() {
        for (String json : List.of(
                "[".repeat(5_000),
                "{\"a\":".repeat(2_000),
                "{\"iss\":\"issuer\",\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
                "{\"exp\":" + "9".repeat(5_000) + "}",
                "[".repeat(100_000),
                "{\"kid\":\"" + "x".repeat(100_000) + "\"}",
                "{\"exp\":1e999999999}",
                "{\"iss\":\"x\",\"iss\":\"issuer\"}")) {
            assertRefused("{\"alg\":\"RS256\",\"kid\":\"x\"}", json, "AA");
            assertRefused(json, "{\"iss\":\"issuer\"}", "AA");
        }
    }
}
